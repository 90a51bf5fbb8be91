package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;

/** The answer to a request for a listing, which Amazon S3, Aliyun OSS and Tencent COS write alike: one page. */
public final class ListingAnswer {

    /** The code of an answer that goes on without a token: a store that only knows ListObjects answers so to ListObjectsV2. */
    public static final String NO_TOKEN = "NoContinuationToken";

    private final String what;
    private final ListingReader reader;

    private ListingAnswer(String what, ListingReader reader) {
        this.what = what;
        this.reader = reader;
    }

    /**
     * The answer to ListObjectsV2. Where it goes on without a token, reading it fails with the code {@link #NO_TOKEN}.
     *
     * @param what was tried, for messages
     * @param refusal gives the meaning of an error that comes with status 200
     */
    public static ListingAnswer ofTokens(
            String what, ListRequest request, ListedEncoding encoding, Function<XmlFault, StoreException> refusal) {
        return new ListingAnswer(what, new ListingReader(what, request, false, encoding, refusal));
    }

    /**
     * The answer to the older ListObjects, which goes on behind a key. The next request's continuation is that key.
     *
     * @param what was tried, for messages
     * @param refusal gives the meaning of an error that comes with status 200
     */
    public static ListingAnswer ofMarkers(
            String what, ListRequest request, ListedEncoding encoding, Function<XmlFault, StoreException> refusal) {
        return new ListingAnswer(what, new ListingReader(what, request, true, encoding, refusal));
    }

    /** Reads the page and lets go of the answer's connection. */
    public ObjectPage read(Answer answer) {
        ListingStream tap = null;
        try {
            tap = new ListingStream(what, answer.body());
            ObjectPage page = reader.read(tap);
            answer.skipBody();
            return page;
        } catch (IOException e) {
            throw StoreErrors.io(what, e);
        } catch (XMLStreamException e) {
            if (tap != null && tap.failure() != null) {
                throw StoreErrors.io(what, tap.failure());
            }
            if (tap != null && tap.ended()) {
                throw StoreErrors.io(what, new IOException("the listing is cut off", e));
            }
            throw new InvalidException(
                    what + ": the listing can't be read: " + Printable.of(e.getMessage()),
                    answer.status(),
                    "BadAnswer",
                    e);
        } finally {
            answer.abandon();
        }
    }

    /** The types of the page's objects, in their order, as far as the store told any: a shorter list has none at its end. */
    public List<String> types() {
        return List.copyOf(reader.types());
    }
}
