package dev.caravan.doctor;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Tests StartExecution with an invalid name and input, so that no execution starts. */
public record StateMachineCheck(Supplier<SfnClient> client) {

    public void run(Examination examination, String arn) {
        examination.allowsFaulty(
                new Grant("states:StartExecution", arn),
                "state machine " + arn,
                () -> client.get()
                        .startExecution(start ->
                                start.stateMachineArn(arn).name("no name <>").input("no JSON")));
    }
}
