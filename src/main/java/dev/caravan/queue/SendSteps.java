package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.message.HistoryMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.store.Backoff;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * The steps between the finder's batches and Amazon SQS. A batch is done when the queue has confirmed every message.
 */
public final class SendSteps {

    /** The header with the pause before refused messages are sent again, in milliseconds. */
    static final String PAUSE = "CaravanPause";

    private static final String SENDING = "CaravanSending";

    private final String queueUrl;
    private final Backoff backoff;
    private final LongAdder requests = new LongAdder();
    private volatile Progress progress = new Progress();
    private volatile boolean mayRepeat;

    /** @param backoff the attempts and pauses of refused messages */
    public SendSteps(String queueUrl, Backoff backoff) {
        this.queueUrl = queueUrl;
        this.backoff = backoff;
    }

    public Map<String, Processor> byName() {
        return Map.of("toEntries", this::toEntries, "checkTaken", this::checkTaken, "sendAgain", this::sendAgain);
    }

    /** Begins a comparison; {@code repeats} marks objects, since earlier messages of them may still wait. */
    public void begin(Progress of, boolean repeats) {
        progress = of;
        mayRepeat = repeats;
        requests.reset();
    }

    /** Returns the requests since the comparison began, answered or failed. */
    public long requests() {
        return requests.sum();
    }

    private void toEntries(Exchange exchange) {
        List<?> batch = exchange.getMessage().getBody(List.class);
        Sending sending = new Sending(
                queueUrl,
                batch.stream()
                        .map(one ->
                                mayRepeat && one instanceof ObjectMessage object ? object.repeated() : (Message) one)
                        .toList());
        exchange.setProperty(SENDING, sending);
        exchange.getMessage().setBody(sending.request());
    }

    /** Prepares the repetition of a failed request. */
    private void sendAgain(Exchange exchange) {
        Sending sending = exchange.getProperty(SENDING, Sending.class);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (sending != null && cause != null) {
            progress.passing().add(sending.key(), "QueueFailed: " + ControlPlaneProblem.words(cause), 0);
        }
    }

    private void checkTaken(Exchange exchange) {
        Sending sending = exchange.getProperty(SENDING, Sending.class);
        requests.increment();
        if (!(exchange.getMessage().getBody() instanceof SendMessageBatchResponse answer)) {
            // The request failed in all attempts. The route continued so that the failure can name the keys.
            Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            throw sending.failed(cause == null ? "the queue didn't answer" : ControlPlaneProblem.words(cause), cause);
        }
        sending.taken(answer).forEach(this::count);
        for (BatchResultErrorEntry error : answer.failed()) {
            if (isHopeless(error)) {
                throw sending.refused(error);
            }
        }
        if (sending.refusals() > 0) {
            String why = answer.failed().isEmpty()
                    ? "the answer doesn't mention it"
                    : Sending.why(answer.failed().get(0));
            if (sending.refusals() >= backoff.attempts()) {
                throw sending.failed(why + " (" + backoff.attempts() + " attempts)", null);
            }
            progress.passing().add(sending.key(), "QueueRefused: " + why, 0);
        }
        exchange.setProperty(PAUSE, sending.refusals() == 0 ? 0 : backoff.millis(sending.refusals()));
        exchange.getMessage().setBody(sending.request());
    }

    /** Returns whether the message can never succeed. Throttled encryption keys count as the sender's fault too. */
    private static boolean isHopeless(BatchResultErrorEntry error) {
        return Boolean.TRUE.equals(error.senderFault())
                && !String.valueOf(error.code()).contains("Throttl");
    }

    private void count(Message message) {
        if (message instanceof ObjectMessage object) {
            progress.copied(object.size(), 1);
        } else if (message instanceof HistoryMessage history) {
            progress.copied(history.size(), 1);
        } else {
            progress.deleted();
        }
    }
}
