package dev.caravan.local;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The tables of status records and of giant objects' parts in DynamoDB Local, which speaks the protocol of Amazon DynamoDB. */
public final class LocalTable implements AutoCloseable {

    public static final String NAME = "records";
    public static final String PARTS = "parts";

    private final DynamoDBProxyServer server;
    private final URI endpoint;
    private final DynamoDbClient client;

    private LocalTable() {
        int port = freePort();
        try {
            server = ServerRunner.createServerFromCommandLineArgs(
                    new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local doesn't start", e);
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        client = clientOf(endpoint);
        createAll(client);
    }

    /** Both tables. */
    static void createAll(DynamoDbClient client) {
        create(client, NAME, attribute("ObjectKey", ScalarAttributeType.S));
        create(
                client,
                PARTS,
                attribute("UploadId", ScalarAttributeType.S),
                attribute("PartNumber", ScalarAttributeType.N));
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    /** The first attribute is the partition key, a second one the sort key. */
    private static void create(DynamoDbClient client, String name, AttributeDefinition... keys) {
        List<KeySchemaElement> schema = new ArrayList<>();
        for (AttributeDefinition key : keys) {
            schema.add(KeySchemaElement.builder()
                    .attributeName(key.attributeName())
                    .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        client.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(keys)
                .keySchema(schema));
    }

    public static LocalTable start() {
        return new LocalTable();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the protocol is spoken: the value of {@code AWS_ENDPOINT_URL_DYNAMODB}. */
    public URI endpoint() {
        return endpoint;
    }

    /** A client of the table, or of a relay in front of it. */
    public static DynamoDbClient clientOf(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    public DynamoDbClient client() {
        return client;
    }

    /** The record of a key of the destination; empty where there is none. */
    public Map<String, AttributeValue> record(String key) {
        return client.getItem(ask ->
                        ask.tableName(NAME).consistentRead(true).key(Map.of("ObjectKey", AttributeValue.fromS(key))))
                .item();
    }

    /** The record of a giant object's part; empty where there is none. */
    public Map<String, AttributeValue> part(String uploadId, int partNumber) {
        return client.getItem(ask -> ask.tableName(PARTS)
                        .consistentRead(true)
                        .key(Map.of(
                                "UploadId",
                                AttributeValue.fromS(uploadId),
                                "PartNumber",
                                AttributeValue.fromN(Integer.toString(partNumber)))))
                .item();
    }

    /** An attribute of a record as text; empty where the record or the attribute is missing. */
    public String attribute(String key, String name) {
        AttributeValue value = record(key).get(name);
        return value == null ? "" : value.s() != null ? value.s() : value.n();
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local doesn't stop", e);
        }
    }
}
