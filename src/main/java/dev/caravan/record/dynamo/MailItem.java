package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.Campaign;
import dev.caravan.record.FleetTotals;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The item of the records' table that says which mails of a job were sent. Each change is a conditional write, so that only one of several
 * finders sends a mail.
 */
public final class MailItem {

    /** The least time between two mails of one kind. */
    private static final long PAUSE = Duration.ofDays(1).toMillis();

    private static final String BEGAN = "CampaignBegan";
    private static final String OBJECTS = "ObjectsBefore";
    private static final String BYTES = "BytesBefore";
    private static final String DELETED = "DeletedBefore";
    private static final String FAILED = "FailedBefore";
    private static final String COPIED_AT = "AllCopiedAt";
    private static final String REMINDED_AT = "RemindedAt";
    private static final String FAILING_SINCE = "FailingSince";

    private static final String OPEN = "SET " + BEGAN + " = :began, " + OBJECTS + " = :objects, " + BYTES
            + " = :bytes, " + DELETED + " = :deleted, " + FAILED + " = :failed";

    private final Item item;

    /** @param job the two sides, as finders of the job name it */
    public MailItem(DynamoDbClient client, String table, String job) {
        this.item = new Item(client, table, LeaseItem.key("mails", job));
    }

    /**
     * The content of the item.
     *
     * @param campaign the open campaign; null if none is open
     * @param failingSince when the first reminder of a present failure was sent, in milliseconds since 1970; 0 for none
     */
    public record State(Campaign campaign, long failingSince) {}

    /** Reads what the item says. */
    public State read() throws ControlPlaneException {
        Map<String, AttributeValue> said = item.asking(() -> item.read(true));
        long began = ScannedRecord.number(said, BEGAN);
        FleetTotals before = new FleetTotals(
                ScannedRecord.number(said, OBJECTS),
                ScannedRecord.number(said, BYTES),
                ScannedRecord.number(said, DELETED),
                ScannedRecord.number(said, FAILED));
        return new State(began == 0 ? null : new Campaign(began, before), ScannedRecord.number(said, FAILING_SINCE));
    }

    /** Opens a campaign, unless one is open. */
    public void open(Campaign campaign) throws ControlPlaneException {
        change(OPEN, "attribute_not_exists(" + BEGAN + ")", values(campaign));
    }

    /**
     * Ends a campaign, unless another process has, or a mail of the last day said that all is copied.
     *
     * @param now in milliseconds since 1970
     * @return whether this call has ended it
     */
    public boolean end(Campaign campaign, long now) throws ControlPlaneException {
        return change(
                        "SET " + COPIED_AT + " = :now REMOVE "
                                + String.join(", ", BEGAN, OBJECTS, BYTES, DELETED, FAILED),
                        BEGAN + " = :began AND " + longAgo(COPIED_AT),
                        Map.of(":began", campaign.began(), ":now", now, ":before", now - PAUSE))
                != null;
    }

    /** Opens a campaign again whose mail could not be sent. */
    public void reopen(Campaign campaign) throws ControlPlaneException {
        change(OPEN + " REMOVE " + COPIED_AT, "attribute_not_exists(" + BEGAN + ")", values(campaign));
    }

    /**
     * Notes a reminder of what fails, unless there was one within the last day.
     *
     * @param now in milliseconds since 1970
     * @return when the first reminder of it was noted, in milliseconds since 1970; 0 if no reminder is due
     */
    public long remind(long now) throws ControlPlaneException {
        Map<String, AttributeValue> noted = change(
                "SET " + REMINDED_AT + " = :now, " + FAILING_SINCE + " = if_not_exists(" + FAILING_SINCE + ", :now)",
                longAgo(REMINDED_AT),
                Map.of(":now", now, ":before", now - PAUSE));
        return noted == null ? 0 : ScannedRecord.number(noted, FAILING_SINCE);
    }

    /** Forgets a reminder that could not be sent. */
    public void notReminded() throws ControlPlaneException {
        change("REMOVE " + REMINDED_AT, "attribute_exists(" + REMINDED_AT + ")", Map.of());
    }

    /** Notes that nothing fails any more. */
    public void mended() throws ControlPlaneException {
        change("REMOVE " + FAILING_SINCE, "attribute_exists(" + FAILING_SINCE + ")", Map.of());
    }

    private static String longAgo(String time) {
        return "(attribute_not_exists(" + time + ") OR " + time + " < :before)";
    }

    private static Map<String, ?> values(Campaign campaign) {
        FleetTotals before = campaign.before();
        return Map.of(
                ":began", campaign.began(),
                ":objects", before.objects(),
                ":bytes", before.bytes(),
                ":deleted", before.deleted(),
                ":failed", before.failed());
    }

    /** Returns the item after the change; null if the condition is false. */
    private Map<String, AttributeValue> change(String expression, String condition, Map<String, ?> values)
            throws ControlPlaneException {
        UpdateItemRequest request = item.update(expression, values)
                .conditionExpression(condition)
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        try {
            return item.client().updateItem(request).attributes();
        } catch (ConditionalCheckFailedException e) {
            return null;
        } catch (SdkException e) {
            throw ControlPlaneProblem.of("table " + item.table(), e);
        }
    }
}
