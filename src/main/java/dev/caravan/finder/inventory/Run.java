package dev.caravan.finder.inventory;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Sorted entries in a temporary file, with an index of some places. An entry omits the key prefix it shares with the
 * previous one.
 */
final class Run implements Closeable {

    /** The maximum number of places of the index; above it every second one is dropped. */
    private static final int MOST_PLACES = 4096;

    private static final int FIRST_STRIDE = 32 << 10;

    private final TemporaryFile temporary;
    private final RandomAccessFile file;

    /** The positions of entries with complete keys, by key. */
    private final NavigableMap<byte[], Long> places = new TreeMap<>(Arrays::compareUnsigned);

    private long stride = FIRST_STRIDE;
    private long length;

    Run(Path folder) throws IOException {
        temporary = new TemporaryFile(folder);
        file = temporary.access();
    }

    /** Appends sorted entries. */
    final class Writer implements Closeable {

        private final DataOutputStream out;
        private byte[] previous = new byte[2];
        private long placed = -1;

        Writer() throws IOException {
            file.seek(length);
            out = new DataOutputStream(new BufferedOutputStream(temporary.stream(), 1 << 16));
        }

        void write(byte[] entry) throws IOException {
            int shared = 0;
            if (placed < 0 || length - placed >= stride) {
                place(entry);
            } else {
                shared = Math.max(0, Arrays.mismatch(previous, 2, previous.length, entry, 2, entry.length));
                shared = Math.min(shared, Math.min(Entry.keyLength(previous), Entry.keyLength(entry)));
            }
            out.writeShort(shared);
            out.writeShort(entry.length);
            out.write(entry, 0, 2);
            out.write(entry, 2 + shared, entry.length - 2 - shared);
            length += 4 + entry.length - shared;
            previous = entry;
        }

        private void place(byte[] entry) {
            placed = length;
            places.put(Arrays.copyOfRange(entry, 2, 2 + Entry.keyLength(entry)), length);
            if (places.size() > MOST_PLACES) {
                for (Iterator<byte[]> keys = places.keySet().iterator(); keys.hasNext(); ) {
                    keys.next();
                    if (keys.hasNext()) {
                        keys.next();
                        keys.remove();
                    }
                }
                stride *= 2;
            }
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    /** Reads sorted entries. Used by one thread. */
    final class Reader {

        private final byte[] buffer;
        private long offset;
        private int at;
        private int limit;
        private byte[] entry = new byte[2];

        private Reader(long offset, int bufferBytes) {
            this.offset = offset;
            this.buffer = new byte[bufferBytes];
        }

        /** Returns the next entry; null at the end. */
        byte[] next() throws IOException {
            if (at == limit && offset == length) {
                return null;
            }
            int shared = readShort();
            byte[] next = new byte[readShort()];
            next[0] = read();
            next[1] = read();
            System.arraycopy(entry, 2, next, 2, shared);
            for (int i = 2 + shared; i < next.length; ) {
                fill();
                int count = Math.min(limit - at, next.length - i);
                System.arraycopy(buffer, at, next, i, count);
                at += count;
                i += count;
            }
            entry = next;
            return next;
        }

        private int readShort() throws IOException {
            int high = read() & 0xFF;
            return (high << 8) | (read() & 0xFF);
        }

        private byte read() throws IOException {
            fill();
            return buffer[at++];
        }

        private void fill() throws IOException {
            if (at < limit) {
                return;
            }
            limit = readAt(offset, buffer);
            at = 0;
            offset += limit;
        }
    }

    /** Returns a reader that starts before a key. */
    Reader readFrom(byte[] key, int bufferBytes) {
        Map.Entry<byte[], Long> place = places.lowerEntry(key);
        return new Reader(place == null ? 0 : place.getValue(), bufferBytes);
    }

    private synchronized int readAt(long offset, byte[] bytes) throws IOException {
        file.seek(offset);
        int count = file.read(bytes, 0, (int) Math.min(bytes.length, length - offset));
        if (count <= 0) {
            throw new EOFException("a temporary file of the inventory was cut short");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        temporary.close();
    }
}
