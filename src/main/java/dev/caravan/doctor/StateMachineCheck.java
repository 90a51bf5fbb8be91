package dev.caravan.doctor;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Asks the state machine of giant objects for an execution that can't begin: neither its name nor its input is one. */
public record StateMachineCheck(Supplier<SfnClient> client) {

    /** Asks it. */
    public void run(Examination examination, String arn) {
        examination.allowsFaulty(
                new Grant("states:StartExecution", arn),
                "state machine " + arn,
                () -> client.get()
                        .startExecution(start ->
                                start.stateMachineArn(arn).name("no name <>").input("no JSON")));
    }
}
