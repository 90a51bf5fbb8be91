package dev.caravan.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The few calls of Amazon EC2, in the Query protocol of AWS and without the SDK's client, which has more bytes than all of Caravan. Region,
 * credentials, proxies and AWS_ENDPOINT_URL are those of the other clients.
 */
public final class Ec2 {

    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST = 8 << 20;

    private final SdkHttpClient http;

    /** Sends no request yet. */
    Ec2(SdkHttpClient http) {
        this.http = http;
    }

    /**
     * Lists what there is of a kind.
     *
     * @param action such as DescribeSubnets
     * @param set the element that holds the items of the answer
     * @param parameters of the first page
     */
    public List<Element> list(String action, String set, Map<String, String> parameters) throws ControlPlaneException {
        List<Element> items = new ArrayList<>();
        Map<String, String> page = new HashMap<>(parameters);
        do {
            Element answer = call(action, page);
            items.addAll(items(answer, set));
            page.put("NextToken", text(answer, "nextToken"));
        } while (!page.get("NextToken").isEmpty());
        return items;
    }

    /**
     * Calls an action.
     *
     * @param parameters as the service names them, such as Filter.1.Name
     * @return the root element of the answer
     */
    public Element call(String action, Map<String, String> parameters) throws ControlPlaneException {
        return ControlPlaneProblem.calling("ec2:" + action, () -> answer(action, parameters));
    }

    /** Returns the parameters for what has one value of an attribute. */
    public static Map<String, String> filter(String name, String value) {
        return Map.of("Filter.1.Name", name, "Filter.1.Value.1", value);
    }

    public static List<Element> items(Element parent, String set) {
        return children(parent, set).stream()
                .flatMap(list -> children(list, "item").stream())
                .toList();
    }

    /** Returns the text of the first child of a name; empty if there is none. */
    public static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private Element answer(String action, Map<String, String> parameters) {
        StringJoiner body = new StringJoiner("&");
        body.add("Action=" + action).add("Version=2016-11-15");
        parameters.forEach((name, value) -> body.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        try (DefaultCredentialsProvider chain =
                DefaultCredentialsProvider.builder().build()) {
            Region region = new DefaultAwsRegionProviderChain().getRegion();
            URI address = address(region);
            AwsCredentials credentials = chain.resolveCredentials();
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            for (int attempt = 1; ; attempt++) {
                try {
                    return answer(address, region, credentials, bytes);
                } catch (AwsServiceException e) {
                    if (attempt == ATTEMPTS || (e.statusCode() < 500 && !e.isThrottlingException())) {
                        throw e;
                    }
                } catch (IOException e) {
                    if (attempt == ATTEMPTS) {
                        throw SdkClientException.create(String.valueOf(e.getMessage()), e);
                    }
                }
                Thread.sleep(PAUSE.toMillis() * attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted", e);
        }
    }

    private static URI address(Region region) {
        Map<String, String> environment = System.getenv();
        String all = System.getProperty("aws.endpointUrl", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
        String set = environment.getOrDefault("AWS_ENDPOINT_URL_EC2", all);
        if (!set.isEmpty()) {
            return URI.create(set);
        }
        boolean fips = environment.getOrDefault("AWS_USE_FIPS_ENDPOINT", "").equalsIgnoreCase("true");
        ServiceEndpointKey key = ServiceEndpointKey.builder()
                .region(region)
                .tags(fips ? List.of(EndpointTag.FIPS) : List.of())
                .build();
        return URI.create("https://" + ServiceMetadata.of("ec2").endpointFor(key));
    }

    private Element answer(URI address, Region region, AwsCredentials credentials, byte[] body) throws IOException {
        ContentStreamProvider payload = ContentStreamProvider.fromByteArray(body);
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials)
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(payload)
                        .build())
                .call();
        byte[] bytes;
        try (InputStream stream = response.responseBody().orElseThrow(() -> new IOException("an empty answer"))) {
            bytes = stream.readNBytes(LONGEST);
        }
        int status = response.httpResponse().statusCode();
        Element root = parse(bytes, status);
        if (status != 200) {
            throw refusal(root, status);
        }
        return root;
    }

    private static Element parse(byte[] bytes, int status) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
        } catch (SAXException e) {
            throw new IOException("the answer " + status + " is no XML");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AwsServiceException refusal(Element root, int status) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("ec2")
                        .errorCode(textOf(root, "Code"))
                        .errorMessage(textOf(root, "Message"))
                        .build())
                .build();
    }

    private static String textOf(Element root, String name) {
        Node first = root.getElementsByTagName(name).item(0);
        return first == null ? "" : first.getTextContent().strip();
    }
}
