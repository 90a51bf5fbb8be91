package dev.caravan.demo;

import dev.caravan.command.Commands;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalMetrics;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalTable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The local cloud of a fleet, in this process and only on loopback: two stores, a queue, a dead-letter queue, a table,
 * and a CloudWatch without data.
 */
final class DemoCloud implements AutoCloseable {

    static final int SLOTS = 8;
    static final int VISIBILITY_TIMEOUT = 10;

    final LocalS3 here = LocalS3.start().credential("demo-reader", "reads-only-the-source");
    final LocalS3 there = LocalS3.start().credential("demo-writer", "writes-only-the-destination");
    final Bucket source = here.createBucket("library");
    final Bucket destination = there.createBucket("mirror");
    final LocalQueue queue = LocalQueue.start();
    final LocalTable table = LocalTable.start();
    private final LocalMetrics metrics = LocalMetrics.start();

    /** Returns the environment of a process of the fleet. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SRC_BUCKET", source.name());
        environment.put("SRC_ENDPOINT", here.endpoint().toString());
        environment.put("SRC_REGION", here.region());
        environment.put("SOURCE_ACCESS_KEY_ID", "demo-reader");
        environment.put("SOURCE_SECRET_ACCESS_KEY", "reads-only-the-source");
        environment.put("DEST_BUCKET", destination.name());
        environment.put("DEST_ENDPOINT", there.endpoint().toString());
        environment.put("DEST_REGION", there.region());
        environment.put("DEST_ACCESS_KEY_ID", "demo-writer");
        environment.put("DEST_SECRET_ACCESS_KEY", "writes-only-the-destination");
        environment.put("DEST_DELETE", "true");
        environment.put("JOB_QUEUE_NAME", LocalQueue.NAME);
        environment.put("JOB_TABLE_NAME", LocalTable.NAME);
        environment.put("WORKER_NUMBER", Integer.toString(SLOTS));
        environment.put("VISIBILITY_TIMEOUT", Integer.toString(VISIBILITY_TIMEOUT));
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_ENDPOINT_URL_SQS", queue.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", metrics.endpoint().toString());
        environment.put("CARAVAN_JAVA_OPTS", "-Xmx128m");
        return environment;
    }

    /** Runs a command in this process and returns its exit code. */
    int run(String command, PrintWriter out) {
        try (LocalAws aws = new LocalAws(queue.endpoint(), table.endpoint(), metrics.endpoint())) {
            return Commands.run(new String[] {command}, Map.of(), environment(), out, out);
        }
    }

    @Override
    public void close() {
        metrics.close();
        queue.close();
        table.close();
        here.close();
        there.close();
    }
}
