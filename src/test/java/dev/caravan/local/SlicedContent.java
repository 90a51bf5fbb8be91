package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;

/** A range of other content, without a copy. UploadPartCopy makes it. */
final class SlicedContent implements Content {
    private final Content whole;
    private final long start;
    private final long length;

    SlicedContent(Content whole, long start, long length) {
        if (start < 0 || length < 0 || start + length > whole.length()) {
            throw new IllegalArgumentException(start + "+" + length + " is outside of " + whole.length());
        }
        this.whole = whole;
        this.start = start;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isReadable() {
        return whole.isReadable();
    }

    @Override
    public void writeTo(OutputStream out, long offset, long count) throws IOException {
        whole.writeTo(out, start + offset, count);
    }
}
