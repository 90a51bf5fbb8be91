package dev.caravan.local;

/** A range of an object's bytes. {@code partial} is true if the response has status 206. */
record Range(long offset, long length, boolean partial) {
    /** Reads a Range header for content of this size. S3 ignores invalid headers and lists of ranges. */
    static Range of(String header, long size) {
        Range whole = new Range(0, size, false);
        if (header == null || !header.startsWith("bytes=")) {
            return whole;
        }
        String spec = header.substring("bytes=".length()).strip();
        int dash = spec.indexOf('-');
        if (dash < 0 || spec.indexOf(',') >= 0) {
            return whole;
        }
        try {
            String from = spec.substring(0, dash);
            String to = spec.substring(dash + 1);
            if (from.isEmpty()) {
                long suffix = Math.min(Long.parseLong(to), size);
                return satisfiable(header, new Range(size - suffix, suffix, true), size);
            }
            long first = Long.parseLong(from);
            long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
            if (!to.isEmpty() && Long.parseLong(to) < first) {
                return whole;
            }
            return satisfiable(header, new Range(first, last - first + 1, true), size);
        } catch (NumberFormatException e) {
            return whole;
        }
    }

    private static Range satisfiable(String header, Range range, long size) {
        if (range.length <= 0) {
            throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable")
                    .detail("RangeRequested", header)
                    .detail("ActualObjectSize", Long.toString(size))
                    .header("Content-Range", "bytes */" + size);
        }
        return range;
    }

    /** Reads an x-amz-copy-source-range header, which S3 checks strictly. */
    static Range ofCopy(String header, long size) {
        if (header == null) {
            return new Range(0, size, false);
        }
        int dash = header.indexOf('-');
        try {
            if (header.startsWith("bytes=") && dash > 0) {
                long first = Long.parseLong(header.substring("bytes=".length(), dash));
                long last = Long.parseLong(header.substring(dash + 1));
                if (first >= 0 && first <= last) {
                    if (last >= size) {
                        throw S3Error.invalidArgument(
                                "x-amz-copy-source-range",
                                header,
                                "Range specified is not valid for source object of size: " + size);
                    }
                    return new Range(first, last - first + 1, true);
                }
            }
        } catch (NumberFormatException e) {
            // Returns the same error as for every other malformed range.
        }
        throw S3Error.invalidArgument(
                "x-amz-copy-source-range",
                header,
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
                        + " zero-based offsets of the first and last bytes to copy");
    }

    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
