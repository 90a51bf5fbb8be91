package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The parts of a multipart upload, one after the other. */
final class JoinedContent implements Content {
    private final List<Content> parts;
    private final long length;

    JoinedContent(List<Content> parts) {
        this.parts = List.copyOf(parts);
        this.length = parts.stream().mapToLong(Content::length).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isReadable() {
        return parts.stream().allMatch(Content::isReadable);
    }

    @Override
    public List<Content> pieces() {
        return parts.stream().flatMap(part -> part.pieces().stream()).toList();
    }

    @Override
    public void writeTo(OutputStream out, long offset, long count) throws IOException {
        long skip = offset;
        long left = count;
        for (Content part : parts) {
            if (left == 0) {
                return;
            }
            if (skip >= part.length()) {
                skip -= part.length();
                continue;
            }
            long n = Math.min(part.length() - skip, left);
            part.writeTo(out, skip, n);
            left -= n;
            skip = 0;
        }
    }
}
