package dev.caravan.aws;

import dev.caravan.job.Egress;
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
 * The HTTP clients of the AWS SDK, through the same proxies and with the same trust as the connections to stores. As a service it is what
 * the SDK makes clients of for which nobody gives one, such as that of AWS STS for a profile with a role.
 */
public final class AwsHttp implements SdkHttpService {

    /** What the SDK would read by itself, it reads another way than other tools do. */
    static final ProxyConfiguration NO_PROXY = ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();

    /** Has the SDK take its clients from here. */
    public static void useForAllClients() {
        System.setProperty("software.amazon.awssdk.http.service.impl", AwsHttp.class.getName());
    }

    /** Begins a client. */
    static Apache5HttpClient.Builder builder(Egress egress) {
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

    /** Sends each request through its proxy; the proxy looks up the host's name. */
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

    /** Answers a proxy that asks for a user; nobody else. */
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
