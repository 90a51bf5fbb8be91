package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartMessagesTest {

    @Test
    void theLargestObjectOfAllIsEnumeratedInLittleTimeAndMemory() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Transfer transfer = transfer(PartPlan.MAX_SIZE);
        long bytes = thread.getCurrentThreadAllocatedBytes();
        long nanos = System.nanoTime();
        transfer.uploading("u", new PartsInFlight(PartPlan.of(PartPlan.MAX_SIZE, 16 << 20)));
        Iterator<List<Message>> batches = new PartMessages(transfer);
        int messages = 0;
        long next = 0;
        while (batches.hasNext()) {
            List<Message> batch = batches.next();
            assertThat(batch.size()).isLessThanOrEqualTo(10);
            for (Message message : batch) {
                PartMessage part = (PartMessage) message;
                messages++;
                next += part.offset() == next && part.partNumber() == messages ? part.length() : 0;
            }
        }
        assertThat(messages).isEqualTo(10_000);
        assertThat(next).isEqualTo(PartPlan.MAX_SIZE);
        assertThat(System.nanoTime() - nanos).isLessThan(1_000_000_000L);
        // This counts all allocated bytes, not only those in use at the same time.
        assertThat(thread.getCurrentThreadAllocatedBytes() - bytes).isLessThan(20L << 20);
    }

    private static Transfer transfer(long size) {
        Transfer transfer = new Transfer(new ObjectMessage("k", size, "e", null), 0, null);
        transfer.read(new ObjectInfo("k", size, "e", false, Instant.EPOCH, "", ObjectMetadata.NONE));
        return transfer;
    }
}
