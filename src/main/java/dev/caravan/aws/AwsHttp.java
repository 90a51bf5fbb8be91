package dev.caravan.aws;

import dev.caravan.job.Egress;
import dev.caravan.job.NativeCrypto;
import dev.caravan.job.Proxies;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The AWS SDK's HTTP clients, with the proxies and trust of store connections. As a service it also serves clients that
 * the SDK creates itself, such as AWS STS for a profile with a role.
 */
public final class AwsHttp implements SdkHttpService {

    /** Disables the SDK's own reading of proxy settings, which differs from other tools. */
    static final ProxyConfiguration NO_PROXY = ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();

    /** Registers this class as the SDK's client factory. */
    public static void useForAllClients() {
        System.setProperty("software.amazon.awssdk.http.service.impl", AwsHttp.class.getName());
    }

    static Apache5HttpClient.Builder builder(Egress egress) {
        NativeCrypto.install();
        Proxies proxies = egress.proxies();
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .proxyConfiguration(NO_PROXY)
                .httpRoutePlanner(new Planner(proxies))
                .credentialsProvider(new Logins(proxies));
        return egress.bundle() == null ? builder : builder.tlsTrustManagersProvider(egress.bundle()::trustManagers);
    }

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Clients();
    }

    private static final class Clients implements SdkHttpClient.Builder<Clients> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            Egress egress = Egress.ofProcess();
            return new EndedAttempts(builder(egress).buildWithDefaults(defaults), egress.proxies());
        }
    }

    /** Sends each request through its proxy, which resolves the host name. */
    private static final class Planner extends DefaultRoutePlanner {

        private final Proxies proxies;

        Planner(Proxies proxies) {
            super(null);
            this.proxies = proxies;
        }

        @Override
        protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.to(target.getSchemeName(), target.getHostName(), target.getPort())
                    .map(proxy -> new HttpHost("http", proxy.host(), proxy.port()))
                    .orElse(null);
        }
    }

    /** Gives the user and password to proxies only. */
    private record Logins(Proxies proxies) implements CredentialsProvider {

        @Override
        public Credentials getCredentials(AuthScope scope, HttpContext context) {
            return proxies.at(scope.getHost(), scope.getPort())
                    .filter(proxy -> !proxy.user().isEmpty())
                    .map(proxy -> new UsernamePasswordCredentials(
                            proxy.user(), proxy.password().toCharArray()))
                    .orElse(null);
        }
    }
}
