package dev.caravan.local;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;

/** One client's connection. It serves requests one after the other until either side closes it. */
final class HttpConnection implements Runnable {
    /**
     * An unread body up to this size, in bytes, is drained to keep the connection. For a larger one it is cheaper to
     * close.
     */
    private static final long DRAINED = 64L << 20;

    private final Socket socket;
    private final HttpService service;

    HttpConnection(Socket socket, HttpService service) {
        this.socket = socket;
        this.service = service;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            SocketInput in = new SocketInput(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
            while (serveOne(in, out)) {
                // Each iteration is one request.
            }
        } catch (ConnectionReset e) {
            reset();
        } catch (IOException e) {
            // The client has left or the server is closed: nobody can read a response.
        }
    }

    private boolean serveOne(SocketInput in, OutputStream out) throws IOException {
        long before = in.received();
        String head = in.readHead();
        if (head == null) {
            return false;
        }
        HttpRequest request = HttpRequest.parse(head, in, out);
        if (request == null) {
            out.write(S3Error.badRequest("BadRequest", "An error occurred when parsing the HTTP request.")
                    .response("", "")
                    .head(true));
            out.flush();
            return false;
        }
        Exchange exchange = new Exchange(request);
        service.requests().begin();
        boolean keep = false;
        try {
            HttpResponse response = service.serve(exchange);
            keep = drain(request) && !request.header("connection", "").equalsIgnoreCase("close");
            write(response, exchange, keep, out);
        } finally {
            service.requests().end(exchange, in.received() - before);
        }
        return keep;
    }

    private static boolean drain(HttpRequest request) throws IOException {
        try {
            return !request.hasBody() || request.drain(DRAINED);
        } catch (EOFException | S3Error e) {
            return false;
        }
    }

    private static void write(HttpResponse response, Exchange exchange, boolean keep, OutputStream out)
            throws IOException {
        List<FaultAction> faults = exchange.faults();
        boolean truncates = faults.stream().anyMatch(FaultAction.Truncate.class::isInstance);
        out.write(response.head(!keep || truncates));
        if (!exchange.http().method().equals("HEAD") && response.length() > 0) {
            OutputStream body = FaultyOutput.around(out, faults);
            try {
                response.body().writeTo(body, response.offset(), response.length());
                exchange.sent(response.length());
            } catch (FaultyOutput.Truncated e) {
                out.flush();
                throw e;
            }
        }
        out.flush();
    }

    /** Closes with RST instead of FIN. */
    private void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // The socket is already closed, which is the goal.
        }
    }
}
