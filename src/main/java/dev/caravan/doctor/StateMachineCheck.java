package dev.caravan.doctor;

import dev.caravan.aws.Probe;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Asks the state machine of giant objects for an execution that can't begin: neither its name nor its input is one. */
public final class StateMachineCheck {

    private final Supplier<SfnClient> client;

    public StateMachineCheck(Supplier<SfnClient> client) {
        this.client = client;
    }

    /** Asks it. */
    public void run(Examination examination, String arn) {
        examination.aws(
                new Grant("states:StartExecution", arn),
                () -> Probe.faulty(
                        "state machine " + arn,
                        () -> client.get()
                                .startExecution(start -> start.stateMachineArn(arn)
                                        .name("no name <>")
                                        .input("no JSON"))));
    }
}
