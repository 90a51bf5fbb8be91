package dev.caravan.observe.console;

/** A thread that does something every second, until it is closed. */
final class Clock implements AutoCloseable {

    private static final long SECOND = 1000;

    private final Thread thread;

    private Clock(Thread thread) {
        this.thread = thread;
    }

    static Clock everySecond(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            work.run();
                            Thread.sleep(SECOND);
                        }
                    } catch (InterruptedException e) {
                        // Closed.
                        return;
                    }
                },
                "caravan-console-clock");
        thread.setDaemon(true);
        thread.start();
        return new Clock(thread);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
