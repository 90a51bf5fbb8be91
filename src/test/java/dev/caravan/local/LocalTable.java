package dev.caravan.local;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The tables of status records and of giant objects' parts in DynamoDB Local, which has the protocol of Amazon
 * DynamoDB. Servers and their clients outlive the tables: a server that is free serves the next {@link LocalTable} of
 * this process.
 */
public final class LocalTable implements AutoCloseable {

    public static final String NAME = "records";
    public static final String PARTS = "parts";

    private static final Queue<Server> FREE = new ConcurrentLinkedQueue<>();

    private final Server server;
    private final DynamoDbClient client;
    private boolean closed;

    private LocalTable(Server server) {
        this.server = server;
        client = server.client();
        createAll(client);
    }

    /** A running DynamoDB Local and a client of it. */
    private record Server(DynamoDBProxyServer server, URI endpoint, DynamoDbClient client) {

        /** Starts a server. It is synchronized because DynamoDB Local fills static maps that are not thread-safe. */
        static synchronized Server start() {
            int port = freePort();
            try {
                DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                        new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
                server.start();
                URI endpoint = URI.create("http://127.0.0.1:" + port);
                return new Server(server, endpoint, clientOf(endpoint));
            } catch (Exception e) {
                throw new IllegalStateException("DynamoDB Local doesn't start", e);
            }
        }
    }

    /** Creates both tables. */
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

    /** Creates a table. The first attribute is the partition key; a second one is the sort key. */
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
        Server free = FREE.poll();
        return new LocalTable(free == null ? Server.start() : free);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the endpoint, a value for {@code AWS_ENDPOINT_URL_DYNAMODB}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns a client of the table or of a relay in front of it. */
    public static DynamoDbClient clientOf(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    public DynamoDbClient client() {
        return client;
    }

    /** Returns the record of a key of the destination; empty if there is none. */
    public Map<String, AttributeValue> record(String key) {
        return client.getItem(ask ->
                        ask.tableName(NAME).consistentRead(true).key(Map.of("ObjectKey", AttributeValue.fromS(key))))
                .item();
    }

    /** Returns the record of a giant object's part; empty if there is none. */
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

    /** Returns an attribute of a record as text; empty if the record or the attribute is missing. */
    public String attribute(String key, String name) {
        AttributeValue value = record(key).get(name);
        return value == null ? "" : value.s() != null ? value.s() : value.n();
    }

    /** Stops the server: its port no longer accepts connections. */
    public void stop() {
        closed = true;
        client.close();
        try {
            server.server().stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local doesn't stop", e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.listTables().tableNames().forEach(name -> client.deleteTable(delete -> delete.tableName(name)));
            FREE.add(server);
        }
    }
}
