package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.component.wire.SourceFailure;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.component.wire.StoreXml;
import dev.caravan.component.wire.XmlElement;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.AdaptivePace;
import dev.caravan.store.CredentialsChain;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.InvalidException;
import dev.caravan.store.Outage;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import software.amazon.awssdk.core.exception.SdkException;

/** Signs requests to one bucket, sends them at the pace that the store allows, and turns refusals into exceptions. */
final class S3Wire implements AutoCloseable {

    // A page of 1,000 parts has some 400 bytes for each.
    private static final int LONGEST_DOCUMENT = 4 * 1024 * 1024;

    // A copy of 5 GiB takes minutes, in which the store sends white space (Amazon S3, CopyObject).
    private static final int LONGEST_OPERATION_SECONDS = 1_800;

    private static final String DATE = "x-amz-date";
    static final String REQUEST_PAYER = "x-amz-request-payer";

    private final S3Address address;
    private final CredentialsSource credentials;
    private final S3Errors errors;
    private final AdaptivePace pace;
    private final Connections connections;
    private final SigV4 signer;
    private final boolean requesterPays;
    private final CustomerKeyHeaders customerKey;

    /** Resolves the bucket's address without a request; {@code name} is the bucket's in messages. */
    S3Wire(String bucket, String name, S3Configuration configuration) {
        this.address = S3Address.of(bucket, configuration);
        this.credentials = configuration.isAnonymous() ? null : source(configuration);
        this.errors = new S3Errors(name, address.signingRegion(), S3Address.doubt(bucket, configuration.getEndpoint()));
        this.pace = new AdaptivePace(configuration.getRequestRate());
        this.connections = new Connections(address.place().target(), configuration);
        this.signer = new SigV4(address.signingRegion(), address.signingName());
        this.requesterPays = configuration.isRequesterPays();
        this.customerKey = CustomerKeyHeaders.of(configuration.getCustomerKey());
    }

    private static CredentialsSource source(S3Configuration configuration) {
        CredentialsSource configured = configuration.credentials();
        return configured == null ? new DefaultChain() : configured;
    }

    /**
     * Makes one attempt, and a second one if the store refused credentials that have changed meanwhile.
     *
     * @return a successful answer, which the caller finishes or abandons
     */
    Answer send(S3Request request) {
        prepare(request);
        if (credentials == null) {
            return exchange(request, null);
        }
        Credentials used = credentials(request);
        try {
            return exchange(request, used);
        } catch (StoreException e) {
            if (!S3Errors.mayBlameCredentials(request.method(), e) || !credentials.renewed(used)) {
                throw e;
            }
            if (request.body() != null && !request.body().isRepeatable()) {
                // The stream is spent.
                throw new TransientException(
                        e.getMessage() + " (the credentials were changed meanwhile)", e.status(), e.code(), e);
            }
            request.headers().remove(DATE);
            request.headers().remove(S3Headers.TOKEN);
            return exchange(request, credentials(request));
        }
    }

    private Answer exchange(S3Request request, Credentials key) {
        ClassicHttpRequest signed = sign(request, key);
        Answer answer;
        long ticket;
        try {
            ticket = pace.enter();
            answer = connections.exchange(signed);
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what(request), e);
        } catch (SourceFailure e) {
            throw new TransientException(what(request) + ": " + e.getMessage(), 0, "SourceFailed", e);
        } catch (IOException e) {
            throw StoreErrors.io(what(request), e);
        }
        if (answer.status() >= 200 && answer.status() < 300) {
            pace.succeeded();
            if (request.method().equals("PUT")) {
                requireEncrypted(request, answer);
            }
            return answer;
        }
        // The other form of this header, a date, is useless if clocks differ.
        long retryAfter = Answer.number(answer.header("Retry-After"));
        StoreException refusal = errors.of(request, XmlFault.read(answer, headerTexts(answer)));
        if (refusal instanceof ThrottledException) {
            pace.throttled(ticket, retryAfter);
        }
        throw refusal;
    }

    /** Checks that the answer confirms the customer key, if there is one; abandons it otherwise. */
    void requireEncrypted(S3Request request, Answer answer) {
        if (customerKey != null) {
            CustomerKeyHeaders.requireConfirmed(what(request), answer);
        }
    }

    private static Map<String, String> headerTexts(Answer answer) {
        return Map.of("RequestId", answer.header("x-amz-request-id"), "Region", answer.header("x-amz-bucket-region"));
    }

    /** Sends a request whose answer has no body. */
    Answer sendForHead(S3Request request) {
        Answer answer = send(request);
        try {
            answer.skipBody();
            return answer;
        } catch (IOException e) {
            answer.abandon();
            throw StoreErrors.io(what(request), e);
        }
    }

    /**
     * Sends a request and reads its short document. An error with status 200, as a long operation may end, is an error
     * (Amazon S3, CompleteMultipartUpload).
     */
    XmlElement document(S3Request request) {
        return document(request, send(request));
    }

    /** Reads the short document of an answer, as {@link #document(S3Request)} does. */
    XmlElement document(S3Request request, Answer answer) {
        return document(request, answer, body(request, answer));
    }

    /**
     * Reads a setting of a bucket or an object. Some stores answer a request for a setting that they don't know with an
     * empty body, or with the object, which may be empty.
     */
    XmlElement setting(S3Request request) {
        Answer answer = send(request);
        byte[] body = body(request, answer);
        if (body.length == 0) {
            throw new InvalidException(what(request) + ": the store's answer is empty", 501, "NotImplemented");
        }
        return document(request, answer, body);
    }

    private byte[] body(S3Request request, Answer answer) {
        try {
            if (!request.method().equals("GET")) {
                answer.allow(LONGEST_OPERATION_SECONDS);
            }
            byte[] body = answer.body().readNBytes(LONGEST_DOCUMENT);
            if (body.length < LONGEST_DOCUMENT) {
                answer.finish();
            }
            return body;
        } catch (IOException e) {
            throw StoreErrors.io(what(request), e);
        } finally {
            answer.abandon();
        }
    }

    private XmlElement document(S3Request request, Answer answer, byte[] body) {
        try {
            XmlElement document = StoreXml.document(body);
            if (document.name().equals("Error") && !document.word("Code").isEmpty()) {
                throw errors.of(request, XmlFault.parse(answer.status(), body, headerTexts(answer)));
            }
            return document;
        } catch (XMLStreamException e) {
            XmlFault fault = XmlFault.parse(answer.status(), body, headerTexts(answer));
            throw fault.code().isEmpty() ? StoreErrors.unreadable(what(request), e) : errors.of(request, fault);
        }
    }

    Optional<Instant> time() {
        return connections.time(errors.what("HEAD", ""), address.place().host());
    }

    AdaptivePace pace() {
        return pace;
    }

    String way() {
        return connections.way();
    }

    int connectionsInUse() {
        return connections.inUse();
    }

    S3Errors errors() {
        return errors;
    }

    String what(S3Request request) {
        return errors.what(request.verb(), request.key());
    }

    private void prepare(S3Request request) {
        S3Headers headers = request.headers();
        headers.add("host", address.place().host());
        if (requesterPays) {
            headers.add(REQUEST_PAYER, "requester");
        }
        if (customerKey != null && request.isAboutBytes()) {
            customerKey.add(headers);
        }
        headers.add("x-amz-content-sha256", request.payloadHash());
    }

    private ClassicHttpRequest sign(S3Request request, Credentials key) {
        String path = address.path(request.key());
        if (key == null) {
            return message(request, path, null);
        }
        StoreErrors.requireSendable(() -> what(request), key);
        S3Headers headers = request.headers();
        SigningTime time = SigningTime.now();
        headers.add(DATE, time.second());
        headers.addIfPresent(S3Headers.TOKEN, key.sessionToken());
        String authorization = signer.authorization(
                request.method(), path, request.query(), headers, request.payloadHash(), time, key);
        return message(request, path, authorization);
    }

    private Credentials credentials(S3Request request) {
        try {
            return credentials.current();
        } catch (SdkException e) {
            throw Outage.isUnreachable(e)
                    ? new TransientException(
                            what(request) + ": the credentials can't be renewed: "
                                    + Printable.of(CredentialsChain.withoutNoise(e.getMessage())),
                            0,
                            "",
                            e)
                    : errors.noCredentials(what(request), e);
        }
    }

    private static ClassicHttpRequest message(S3Request request, String path, String authorization) {
        String uri = request.query().isEmpty() ? path : path + '?' + request.query();
        ClassicHttpRequest message = Connections.request(request.method(), uri);
        if (request.body() != null) {
            message.setEntity(request.body());
            message.addHeader("content-length", Long.toString(request.body().getContentLength()));
        } else if (request.method().equals("POST") || request.method().equals("PUT")) {
            message.addHeader("content-length", "0");
        }
        S3Headers headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            message.addHeader(headers.name(i), headers.value(i));
        }
        // Proxies and gateways change these two: they stay out of the signature.
        message.addHeader("accept-encoding", request.encodings());
        message.addHeader("user-agent", "caravan");
        if (authorization != null) {
            message.addHeader("authorization", authorization);
        }
        return message;
    }

    @Override
    public void close() {
        connections.close();
        if (credentials instanceof DefaultChain chain) {
            chain.close();
        }
    }
}
