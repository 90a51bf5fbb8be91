package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The services that Task states call. The clients don't retry, so that the definition's retries take effect. */
final class StateTasks implements AutoCloseable {

    /** Starts executions. */
    interface Starter {
        /**
         * Starts an execution, or finds it running.
         *
         * @throws StateFailure with the error name of Step Functions, if another execution with the name exists
         */
        void start(String stateMachineArn, String name, JsonNode input) throws StateFailure;
    }

    private static final String PREFIX = "arn:aws:states:::";
    private static final String SEND = "sqs:sendMessage";
    private static final String GET = "dynamodb:getItem";
    private static final String QUERY = "aws-sdk:dynamodb:query";
    private static final String START = "states:startExecution";

    /** The supported parameters of each call. */
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            SEND, Set.of("QueueUrl", "MessageBody"),
            GET, Set.of("TableName", "Key", "ConsistentRead", "ProjectionExpression"),
            QUERY,
                    Set.of(
                            "TableName",
                            "ConsistentRead",
                            "Select",
                            "KeyConditionExpression",
                            "FilterExpression",
                            "ExpressionAttributeValues"),
            START, Set.of("StateMachineArn", "Name", "Input"));

    private final SqsClient sqs;
    private final DynamoDbClient dynamoDb;
    private final Starter starter;

    StateTasks(URI sqs, URI dynamoDb, Starter starter) {
        this.starter = starter;
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        ClientOverrideConfiguration once = ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build();
        this.sqs = SqsClient.builder()
                .endpointOverride(sqs)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(once)
                .build();
        this.dynamoDb = DynamoDbClient.builder()
                .endpointOverride(dynamoDb)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(once)
                .build();
    }

    static void check(String resource) {
        if (!resource.startsWith(PREFIX) || !PARAMETERS.containsKey(resource.substring(PREFIX.length()))) {
            throw new IllegalArgumentException("a resource that the interpreter doesn't know: " + resource);
        }
    }

    JsonNode call(String resource, JsonNode parameters) throws StateFailure {
        String name = resource.substring(PREFIX.length());
        Set<String> unknown = new HashSet<>();
        parameters.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(PARAMETERS.get(name));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(name + " with parameters that the interpreter doesn't know: " + unknown);
        }
        return switch (name) {
            case SEND -> send(parameters);
            case GET -> get(parameters);
            case QUERY -> query(parameters);
            default -> start(parameters);
        };
    }

    private JsonNode send(JsonNode parameters) throws StateFailure {
        JsonNode body = parameters.get("MessageBody");
        SendMessageRequest request = SendMessageRequest.builder()
                .queueUrl(parameters.get("QueueUrl").asText())
                // Non-ASCII characters stay unchanged. As far as is known, Step Functions does the same.
                .messageBody(body.isTextual() ? body.asText() : body.toString())
                .build();
        try {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("MessageId", sqs.sendMessage(request).messageId());
        } catch (SdkException e) {
            throw failure("SQS.", e);
        }
    }

    private JsonNode get(JsonNode parameters) throws StateFailure {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(parameters.get("TableName").asText())
                .key(attributes(parameters.get("Key")))
                .consistentRead(parameters.path("ConsistentRead").asBoolean())
                .projectionExpression(parameters.get("ProjectionExpression").asText())
                .build();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        try {
            Map<String, AttributeValue> item = dynamoDb.getItem(request).item();
            if (!item.isEmpty()) {
                result.set("Item", json(item));
            }
            return result;
        } catch (SdkException e) {
            throw failure("DynamoDB.", e);
        }
    }

    private JsonNode query(JsonNode parameters) throws StateFailure {
        QueryRequest request = QueryRequest.builder()
                .tableName(parameters.get("TableName").asText())
                .consistentRead(parameters.path("ConsistentRead").asBoolean())
                .select(parameters.get("Select").asText())
                .keyConditionExpression(parameters.get("KeyConditionExpression").asText())
                .filterExpression(parameters.get("FilterExpression").asText())
                .expressionAttributeValues(attributes(parameters.get("ExpressionAttributeValues")))
                .build();
        try {
            QueryResponse response = dynamoDb.query(request);
            ObjectNode result = JsonNodeFactory.instance
                    .objectNode()
                    .put("Count", response.count())
                    .put("ScannedCount", response.scannedCount());
            if (!response.lastEvaluatedKey().isEmpty()) {
                result.set("LastEvaluatedKey", json(response.lastEvaluatedKey()));
            }
            return result;
        } catch (SdkException e) {
            throw failure("DynamoDb.", e);
        }
    }

    private JsonNode start(JsonNode parameters) throws StateFailure {
        starter.start(
                parameters.get("StateMachineArn").asText(),
                parameters.get("Name").asText(),
                parameters.get("Input"));
        return JsonNodeFactory.instance.objectNode();
    }

    private static StateFailure failure(String service, SdkException e) {
        String code = e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answer.awsErrorDetails().errorCode()
                : "SdkClientException";
        return new StateFailure(service + code, String.valueOf(e.getMessage()));
    }

    private static Map<String, AttributeValue> attributes(JsonNode node) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Map.Entry<String, JsonNode> value =
                    field.getValue().properties().iterator().next();
            attributes.put(
                    field.getKey(),
                    switch (value.getKey()) {
                        case "S" -> AttributeValue.fromS(value.getValue().textValue());
                        case "N" -> AttributeValue.fromN(value.getValue().textValue());
                        default -> throw new IllegalArgumentException("an unknown attribute type: " + value.getKey());
                    });
        }
        return attributes;
    }

    private static JsonNode json(Map<String, AttributeValue> attributes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        attributes.forEach((name, value) -> {
            if (value.s() != null) {
                json.putObject(name).put("S", value.s());
            } else {
                json.putObject(name).put("N", value.n());
            }
        });
        return json;
    }

    @Override
    public void close() {
        sqs.close();
        dynamoDb.close();
    }
}
