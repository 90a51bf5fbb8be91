package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.flow.RecordRefusals;
import dev.caravan.flow.TableWrite;
import dev.caravan.flow.Transfers;
import dev.caravan.job.Fleet;
import dev.caravan.job.Printable;
import dev.caravan.message.HistoryMessage;
import dev.caravan.message.Incoming;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.MessageReader;
import dev.caravan.message.UploadMessage;
import dev.caravan.progress.PassingFailures;
import dev.caravan.queue.Receipt.Outcome;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.Failures;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.Histories;
import dev.caravan.transfer.History;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Transfer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The steps of the receiving route, and its shutdown: receiving stops, and unfinished messages return. */
public final class QueueWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** The header that says whether a message is about a giant object's upload: {@code true} or {@code false}. */
    private static final String OF_UPLOAD = "CaravanOfUpload";

    private final FreeSlots slots;
    private final ReceivingClient receiving;
    private final Visibility visibility;
    private final Deletions deletions;
    private final DeadLetters deadLetters;
    private final RetryDelay delay;
    private final SqsClient client;
    private final String queueUrl;
    private volatile MessageReader reader;
    private volatile Histories histories;
    private final IgnoredEvents ignored = new IgnoredEvents();
    private final PassingFailures passing;
    private final BooleanSupplier nothingSucceeds;
    private final GiantParts giants = new GiantParts();
    private final LongAdder done = new LongAdder();
    private final LongAdder givenBack = new LongAdder();
    private final RecordRefusals refusals = new RecordRefusals();
    private final int tries;

    /** A message being processed: the key of its first object, or else its ID, and its age since it was received. */
    public record Held(String key, Duration age) {}

    /** Creates a worker that receives nothing yet; {@code tries} receipts, at least 1, make a message fail for good. */
    public QueueWorker(
            SqsClient client,
            JobQueue queue,
            Fleet fleet,
            RetryDelay delay,
            int slots,
            int tries,
            PassingFailures passing) {
        this.client = client;
        this.queueUrl = queue.url();
        this.slots = new FreeSlots(slots);
        this.receiving = new ReceivingClient(client, this.slots);
        this.visibility = new Visibility(client, queue.url(), fleet.visibilityTimeout());
        this.deletions = new Deletions(client, queue.url());
        this.deadLetters = new DeadLetters(client, queue.deadLettersUrl());
        this.delay = delay;
        this.passing = passing;
        this.tries = Math.min(tries, queue.maxReceives());
        this.slots.holdWhile(refusals::whyHeld);
        this.nothingSucceeds = this.slots.fuse()::isBlown;
    }

    /** Returns the route's client for receiving. */
    public SqsClient receivingClient() {
        return receiving;
    }

    public Map<String, Processor> byName() {
        return Map.of(
                "received", this::received,
                "readMessage", this::read,
                "watch", this::watch,
                "unreadable", this::unreadable,
                "moveToDeadLetters", this::moveToDeadLetters,
                "settle", this::settle);
    }

    /** Starts receiving; {@code inHand} is null if the job copies current versions only. */
    public void start(MessageReader messages, Histories inHand) {
        reader = messages;
        histories = inHand;
        visibility.start();
        deletions.start();
        slots.open();
    }

    /** Hides a received message and takes its slot until it is settled, whatever happens. */
    private void received(Exchange exchange) {
        Message message = exchange.getMessage();
        Receipt receipt = new Receipt(
                message.getHeader("CamelAwsSqsMessageId", "", String.class),
                message.getHeader("CamelAwsSqsReceiptHandle", "", String.class),
                message.getBody(String.class),
                (int) number(message.getHeader("ApproximateReceiveCount", "", String.class), 1));
        exchange.setProperty(
                Transfers.TIMES,
                new QueueTimes(
                        number(message.getHeader("SentTimestamp", "", String.class), 0),
                        number(message.getHeader("ApproximateFirstReceiveTimestamp", "", String.class), 0),
                        message.getHeader(DeadLetters.REASON) != null));
        // Other headers of the message are from its sender, or have no later use.
        message.getHeaders().clear();
        receipt.attachTo(exchange);
        exchange.setProperty(Transfers.TRIES_BEFORE, receipt.receives - 1);
        exchange.setProperty(Transfers.LAST_TRY, receipt.receives >= tries);
        exchange.setProperty(Transfers.REFUSALS, refusals);
        exchange.setProperty(Transfers.NOTHING_SUCCEEDS, nothingSucceeds);
        visibility.hold(receipt);
        receiving.arrived();
        Transfers.whenDone(exchange, done -> {
            try {
                settle(done);
            } finally {
                if (receipt.history != null) {
                    histories.close(receipt.history);
                }
                slots.giveBack(1);
            }
        });
        if (slots.isClosed()) {
            receipt.note(Outcome.BACK, "");
            exchange.setRouteStop(true);
        }
    }

    /** Parses a number; the lowest one if missing: nothing may fail until the return of the slot is certain. */
    private static long number(String text, int least) {
        try {
            return Math.max(least, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return least;
        }
    }

    private void read(Exchange exchange) {
        Receipt receipt = Receipt.of(exchange);
        Incoming incoming = reader.read(receipt.body);
        ignored.note(incoming.notes());
        List<dev.caravan.message.Message> messages = incoming.messages();
        if (incoming.fault() != null) {
            // Each readable event becomes a message of its own. The rest of this one can only be a dead letter.
            messages.stream().distinct().forEach(readable -> sendAgain(readable, 0));
            throw incoming.fault();
        }
        if (!messages.isEmpty() && messages.get(0) instanceof HistoryMessage history) {
            messages = versions(history, messages.stream().distinct().skip(1).toList(), receipt, exchange);
        }
        receipt.expect(messages.size());
        exchange.getMessage().setBody(messages);
    }

    /**
     * Returns the messages of a key's missing versions, in their order. If another worker processes the key, the
     * message waits, and does not count as failed.
     *
     * @param others messages of the same text, each of which becomes a separate message
     */
    private List<dev.caravan.message.Message> versions(
            HistoryMessage message, List<dev.caravan.message.Message> others, Receipt receipt, Exchange exchange) {
        int before = receipt.receives - 1 + message.tries();
        exchange.setProperty(Transfers.TRIES_BEFORE, before);
        exchange.setProperty(Transfers.LAST_TRY, before + 1 >= tries);
        try {
            others.forEach(another -> sendAgain(another, 0));
            History history = histories.open(message);
            if (history == null) {
                sendAgain(message.triedBefore(before), histories.pause());
                return List.of();
            }
            receipt.history = history;
            exchange.setProperty(Transfers.HISTORY, history);
            return history.missing();
        } catch (StoreException e) {
            exchange.setProperty(Transfers.NO_HISTORY, e);
            return List.of(message);
        }
    }

    /** Sends a message; throws {@link TransientException} if the queue doesn't take it. */
    private void sendAgain(dev.caravan.message.Message message, int seconds) {
        try {
            client.sendMessage(send -> send.queueUrl(queueUrl)
                    .messageBody(MessageCodec.encode(message))
                    .delaySeconds(seconds));
        } catch (SdkException e) {
            throw new TransientException("the queue took no message: " + ControlPlaneProblem.words(e));
        }
    }

    /** Records the outcome of one of the message's objects when its exchange is done. */
    private void watch(Exchange exchange) {
        Receipt receipt = Receipt.of(exchange);
        if (slots.isClosed() || receipt.isHistoryBroken()) {
            receipt.note(slots.isClosed() ? Outcome.BACK : Outcome.DONE, "");
            exchange.setRouteStop(true);
            return;
        }
        if (receipt.hasAdvanced()) {
            // If this version fails temporarily, a message without earlier failures replaces this one.
            exchange.setProperty(Transfers.TRIES_BEFORE, 0);
            exchange.setProperty(Transfers.LAST_TRY, false);
        }
        exchange.getMessage().setHeader(OF_UPLOAD, exchange.getMessage().getBody() instanceof UploadMessage);
        Transfers.whenDone(exchange, done -> note(Receipt.of(done), Transfers.of(done)));
    }

    private void note(Receipt receipt, Transfer transfer) {
        if (receipt.history != null && transfer != null && transfer.isUnanswered()) {
            receipt.history.leavesRequest();
        }
        if (transfer == null || !transfer.recorded()) {
            boolean stopped = transfer != null && transfer.stopped();
            if (transfer != null
                    && transfer.refused()
                    && !Failures.isPassing(transfer.failure())
                    && !Failures.mayBeOfAll(transfer.failure())) {
                receipt.failedAlone();
            }
            receipt.note(
                    stopped ? Outcome.BACK : Outcome.LATER,
                    transfer == null ? "" : transfer.error(),
                    transfer == null ? "" : transfer.message().key());
            return;
        }
        switch (transfer.status()) {
            case ERROR -> {
                receipt.note(Outcome.FAILED, transfer.error());
                receipt.failedBy(transfer.failure());
            }
            case STARTED -> receipt.note(Outcome.BACK, "");
            default -> {
                if (transfer.message() instanceof UploadMessage message) {
                    giants.done(message);
                }
                receipt.note(Outcome.DONE, "");
            }
        }
    }

    private void unreadable(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Receipt receipt = Receipt.of(exchange);
        String why = "InvalidMessage: " + Printable.of(String.valueOf(cause.getMessage()));
        TableWrite.of(StatusRecord.unreadable(receipt.messageId, receipt.receives, why), exchange);
    }

    private void moveToDeadLetters(Exchange exchange) {
        Receipt receipt = Receipt.of(exchange);
        String why = TableWrite.record(exchange).error();
        LOG.warn("the message {} goes to the dead-letter queue: {}", Printable.of(receipt.messageId), why);
        receipt.note(Outcome.FAILED, why);
        settle(exchange);
    }

    private void settle(Exchange exchange) {
        Receipt receipt = Receipt.of(exchange);
        Outcome outcome = receipt.settle();
        if (outcome == null) {
            return;
        }
        switch (outcome) {
            case DONE -> {
                slots.fuse().succeeded();
                delete(receipt);
            }
            case FAILED -> {
                if (receipt.mayBeOfAll()) {
                    slots.fuse().failed(receipt.reason());
                } else {
                    slots.fuse().untried();
                }
                toDeadLetters(receipt);
            }
            case LATER -> {
                if (receipt.hasFailedAlone()) {
                    slots.fuse().untried();
                } else {
                    slots.fuse().failed(receipt.reason());
                }
                int seconds = delay.seconds(receipt.receives);
                comesBack(receipt, seconds);
                if (!receipt.hasAdvanced() || !isReplaced(receipt, seconds)) {
                    visibility.comeBack(receipt, seconds);
                }
            }
            case BACK -> {
                givenBack.increment();
                visibility.comeBack(receipt, 0);
            }
        }
    }

    /** Sends a message for the rest of a history. A message has failed only if it copied nothing. */
    private boolean isReplaced(Receipt receipt, int seconds) {
        try {
            sendAgain(receipt.history.rest(), seconds);
        } catch (TransientException e) {
            LOG.warn("a message couldn't be sent, and the old one returns to the queue: {}", e.getMessage());
            return false;
        }
        delete(receipt);
        return true;
    }

    private void comesBack(Receipt receipt, int seconds) {
        String key = receipt.key().isEmpty() ? "message " + receipt.messageId : receipt.key();
        String why = receipt.reason().isEmpty() ? "NotDone: the routes ended early" : receipt.reason();
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "receipt {} of {} failed, it is tried again in {} s: {}",
                    receipt.receives,
                    Printable.quoted(key),
                    seconds,
                    why);
        }
        passing.add(key, why, seconds);
    }

    private void toDeadLetters(Receipt receipt) {
        try {
            deadLetters.add(receipt);
        } catch (RuntimeException e) {
            LOG.warn(
                    "a failed message can't be moved to the dead-letter queue, and returns to the queue: {}",
                    ControlPlaneProblem.words(e));
            visibility.comeBack(receipt, delay.seconds(receipt.receives));
            return;
        }
        delete(receipt);
    }

    private void delete(Receipt receipt) {
        visibility.letGo(receipt);
        done.increment();
        try {
            deletions.add(receipt.handle);
        } catch (InterruptedException e) {
            // It returns and is repeated.
            Thread.currentThread().interrupt();
        }
    }

    /** Stops receiving while the table refuses records for good, or {@code reason} returns one. */
    public void holdWhile(Supplier<String> reason) {
        slots.holdWhile(() -> {
            String refused = refusals.whyHeld();
            return refused.isEmpty() ? reason.get() : refused;
        });
    }

    /** Returns the slots for messages, and why none is free. */
    public FreeSlots slots() {
        return slots;
    }

    public RecordRefusals refusals() {
        return refusals;
    }

    /** Stops receiving; returns messages that aren't begun. */
    public void stopReceiving() {
        slots.close();
    }

    /** Waits until no request is open and all messages are settled; returns whether that came in time. */
    public boolean awaitSettled(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (receiving.expectsMore() || visibility.held() > 0) {
            if (System.nanoTime() > until) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    /** Returns messages in progress too. */
    public void giveBackAll() {
        givenBack.add(visibility.held());
        visibility.giveBackAll();
    }

    /** Returns how many messages this worker holds. */
    public int held() {
        return visibility.held();
    }

    /** Returns the message in progress for the longest time; null if none. */
    public Held oldest() {
        Receipt oldest = visibility.oldest();
        if (oldest == null) {
            return null;
        }
        List<String> keys = MessageReader.keys(oldest.body);
        return new Held(
                keys.isEmpty() ? oldest.messageId : keys.get(0), Duration.ofNanos(System.nanoTime() - oldest.received));
    }

    /** Returns how many messages are done. */
    public long done() {
        return done.sum();
    }

    /** Returns how many messages went back to the queue because the worker ends. */
    public long givenBack() {
        return givenBack.sum();
    }

    public GiantParts giants() {
        return giants;
    }

    /** Deletes finished messages. */
    @Override
    public void close() throws InterruptedException {
        refusals.end();
        deletions.close();
        visibility.close();
    }
}
