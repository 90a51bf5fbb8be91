package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateMachineTest {

    @Test
    void theNameFollowsFromTheUploadAndIsOneThatStepFunctionsTakes() {
        String name = StateMachine.nameOf("VXBsb2FkIElE/+==.~" + "x".repeat(500));
        assertThat(name).matches("upload-[0-9a-f]{40}").isNotEqualTo(StateMachine.nameOf("another"));
        assertThat(StateMachine.nameOf("abc")).isEqualTo("upload-ba7816bf8f01cfea414140de5dae2223b00361a3");
    }
}
