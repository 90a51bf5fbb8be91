package dev.caravan.observe.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request with arbitrary headers, and its response. */
record RawRequest(int port, String line, String host, String headers, String body) {

    static RawRequest of(int port, String line) {
        return new RawRequest(port, line, "127.0.0.1:" + port, "", "");
    }

    RawRequest at(String otherHost) {
        return new RawRequest(port, line, otherHost, headers, body);
    }

    RawRequest with(String header) {
        return new RawRequest(port, line, host, headers + header + "\r\n", body);
    }

    RawRequest saying(String text) {
        return new RawRequest(port, line, host, headers, text);
    }

    /** Sends the request and returns the whole response with its status line. */
    String answer() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            String request = line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    int status() throws IOException {
        return Integer.parseInt(answer().split(" ", 3)[1]);
    }
}
