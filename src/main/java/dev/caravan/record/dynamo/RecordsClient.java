package dev.caravan.record.dynamo;

import dev.caravan.aws.DirectCalls;
import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The client by which {@code aws2-ddb:} writes records. The component supports attribute updates but no condition
 * expression, and DynamoDB refuses both together (Amazon DynamoDB, "Legacy conditional parameters"). So this client
 * converts the updates to an expression and adds the rule of {@link DynamoRecords} or, for a version of a key, of
 * {@link HistoryLeases}, in one request. A refused update isn't a failure: the answer is the existing record with the
 * attribute {@link #REFUSED}. Doesn't send a request without updates.
 *
 * @param client sends the requests; belongs to the caller
 * @param direct makes the first attempt without the client's pipeline; null for none
 */
public record RecordsClient(DynamoDbClient client, DirectCalls direct) implements DynamoDbClient {

    public RecordsClient(DynamoDbClient client) {
        this(client, null);
    }

    /** The attribute that marks a refused update; no record has it. */
    static final String REFUSED = ":refused";

    /** False without an item, or with only a claim: missing attributes never match. */
    private static final String NEWER = "(JobStatus IN (:done, :deleted) AND StartTimestamp > :start)";

    private static final String WITHOUT_EVENT = "NOT " + NEWER;
    private static final String WITH_EVENT = "(attribute_not_exists(Sequencer) OR Sequencer <= :sequencer)"
            + " AND (Sequencer < :sequencer OR NOT " + NEWER + ")";

    /** A cancellation says less than a deletion. */
    private static final String NOT_DELETED = " AND NOT (JobStatus = :deleted)";

    private static final AttributeValue DONE = AttributeValue.fromS(JobStatus.DONE.name());
    private static final AttributeValue DELETED = AttributeValue.fromS(JobStatus.DELETED.name());

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        if (request.attributeUpdates().isEmpty()) {
            return UpdateItemResponse.builder().build();
        }
        try {
            return send(conditional(request));
        } catch (ConditionalCheckFailedException e) {
            Map<String, AttributeValue> standing = new HashMap<>(e.hasItem() ? e.item() : Map.of());
            standing.put(REFUSED, AttributeValue.fromBool(true));
            return UpdateItemResponse.builder().attributes(standing).build();
        } catch (SdkException e) {
            throw new RecordsException("can't write to", request.tableName(), e);
        }
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return RecordsException.calling("can't write to", request.tableName(), () -> client.putItem(request));
    }

    private UpdateItemResponse send(UpdateItemRequest request) {
        Map<String, AttributeValue> attributes =
                direct == null ? null : direct.call("UpdateItem", () -> ItemJson.write(request), ItemJson::read);
        return attributes == null
                ? client.updateItem(request)
                : UpdateItemResponse.builder().attributes(attributes).build();
    }

    /** Numbers names and values, since DynamoDB reserves some names. */
    private static UpdateItemRequest conditional(UpdateItemRequest request) {
        Map<String, AttributeValueUpdate> updates = request.attributeUpdates();
        Map<String, String> names = new HashMap<>(2 * updates.size());
        Map<String, AttributeValue> values = new HashMap<>(2 * updates.size() + 8);
        StringBuilder set = new StringBuilder(256);
        StringBuilder remove = new StringBuilder(64);
        int number = 0;
        for (Map.Entry<String, AttributeValueUpdate> update : updates.entrySet()) {
            String name = "#" + number;
            names.put(name, update.getKey());
            if (update.getValue().action() == AttributeAction.DELETE) {
                remove.append(remove.isEmpty() ? " REMOVE " : ",").append(name);
            } else {
                String value = ":" + number;
                values.put(value, update.getValue().value());
                set.append(set.isEmpty() ? "SET " : ",")
                        .append(name)
                        .append('=')
                        .append(value);
            }
            number++;
        }
        return UpdateItemRequest.builder()
                .tableName(request.tableName())
                .key(request.key())
                .updateExpression(set.append(remove).toString())
                .conditionExpression(condition(updates, values))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(request.returnValues())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static String condition(Map<String, AttributeValueUpdate> updates, Map<String, AttributeValue> values) {
        if (updates.containsKey(HistoryLeases.OWNER)) {
            values.put(":owner", updates.get(HistoryLeases.OWNER).value());
            return HistoryLeases.OWNER + " = :owner";
        }
        values.put(":done", DONE);
        values.put(":deleted", DELETED);
        values.put(":start", updates.get("StartTimestamp").value());
        String rule = WITHOUT_EVENT;
        if (updates.containsKey("Sequencer")) {
            values.put(":sequencer", updates.get("Sequencer").value());
            rule = WITH_EVENT;
        }
        boolean cancelled =
                JobStatus.CANCEL.name().equals(updates.get("JobStatus").value().s());
        return cancelled ? rule + NOT_DELETED : rule;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
