package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class ControlPlaneProblemTest {

    @ParameterizedTest
    @CsvSource({
        "QueueDoesNotExist, 400, none of this name, true",
        "AWS.SimpleQueueService.NonExistentQueue, 400, none of this name, true",
        "ResourceNotFoundException, 400, none of this name, true",
        "AccessDeniedException, 400, permission is missing, true",
        "AccessDenied, 403, permission is missing, true",
        "UnrecognizedClientException, 400, credentials are refused, true",
        "InvalidClientTokenId, 403, credentials are refused, true",
        "ThrottlingException, 400, throttled, false",
        "ProvisionedThroughputExceededException, 400, throttled, false",
        "InternalFailure, 500, try again later, false",
        "ValidationException, 400, refused: ValidationException: said why, true",
    })
    void aRefusalSaysWhatToDo(String code, int status, String message, boolean configuration) {
        ControlPlaneException problem = ControlPlaneProblem.of("queue jobs", refusal(code, "said why", status));
        assertThat(problem).hasMessageStartingWith("queue jobs: ").hasMessageContaining(message);
        assertThat(problem.configuration()).isEqualTo(configuration);
    }

    @Test
    void whatAServiceSaysStaysOneLine() {
        assertThat(ControlPlaneProblem.of("table\na", refusal("Odd", "two\nlines\u001b[2J", 400)))
                .hasMessage("table\\na: refused: Odd: two\\nlines\\u001b[2J");
    }

    @Test
    void theRequestThatAServiceRepeatsIsNotShownWithItsSessionToken() {
        AwsServiceException refused = refusal(
                "InvalidSignatureException",
                "The request signature we calculated does not match.\n\nThe Canonical String for this request should have"
                        + " been\n'POST\n/\n\nx-amz-security-token:TOKEN\n'",
                403);
        assertThat(ControlPlaneProblem.words(refused))
                .isEqualTo("InvalidSignatureException: The request signature we calculated does not match.");
        assertThat(ControlPlaneProblem.of("queue jobs", refused))
                .hasMessageEndingWith("does not match.")
                .hasNoCause();
    }

    @Test
    void anAnswerWithoutDetailsIsToldByItsStatus() {
        AwsServiceException bare = AwsServiceException.builder().statusCode(502).build();
        assertThat(ControlPlaneProblem.of("queue jobs", bare))
                .hasMessage("queue jobs: the service fails; try again later: answer 502");
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new UnknownHostException("sqs.nowhere.amazonaws.com"), "no such host: sqs.nowhere", true),
                Arguments.of(new ConnectException("Connection refused"), "can't connect: Connection refused", false),
                Arguments.of(new SocketTimeoutException("Read timed out"), "no answer in time", false),
                Arguments.of(new SSLHandshakeException("bad certificate"), "TLS failed: bad certificate", true));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void aServiceOutOfReachIsToldByItsCause(IOException cause, String message, boolean configuration) {
        SdkClientException failure = SdkClientException.create("Unable to execute HTTP request", cause);
        ControlPlaneException problem = ControlPlaneProblem.of("table records", failure);
        assertThat(problem).hasMessageStartingWith("table records: ").hasMessageContaining(message);
        assertThat(problem.configuration()).isEqualTo(configuration);
    }

    @ParameterizedTest
    @CsvSource({
        "Unable to load region from any of the providers in the chain, set AWS_REGION",
        "Unable to load credentials from any of the providers in the chain, no credentials were found",
    })
    void whatTheSdkMissesIsSaidShortly(String failure, String message) {
        assertThatThrownBy(() -> ControlPlaneProblem.calling("queue jobs", () -> {
                    throw SdkClientException.create(failure);
                }))
                .isInstanceOfSatisfying(
                        ControlPlaneException.class,
                        e -> assertThat(e.configuration()).isTrue())
                .hasMessageContaining(message)
                .hasMessageNotContaining("chain");
    }

    private static AwsServiceException refusal(String code, String message, int status) {
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(status)
                .build();
    }
}
