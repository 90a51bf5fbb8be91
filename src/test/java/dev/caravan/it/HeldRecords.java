package dev.caravan.it;

import java.sql.Connection;
import java.sql.DriverManager;

/** Another process that keeps a records database open until it is killed. */
final class HeldRecords {

    private HeldRecords() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + args[0])) {
            System.out.println(connection.isValid(1) ? "held" : "not held");
            Thread.currentThread().join();
        }
    }
}
