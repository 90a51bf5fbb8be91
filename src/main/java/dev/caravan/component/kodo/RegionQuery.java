package dev.caravan.component.kodo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.io.IOException;

/** Asks Kodo for the region of a bucket (Qiniu, {@code /v4/query}). Keeps nothing in files. */
record RegionQuery(String bucket, KodoErrors errors, KodoConfiguration configuration) {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final String SERVICE = "uc.qiniuapi.com";
    private static final int LONGEST = 1024 * 1024;

    KodoPlaces ask(String what, Credentials credentials) {
        if (credentials == null) {
            throw new InvalidException(
                    errors.bucketName() + ": name the region of the bucket: it can't be asked for without a key",
                    "NoRegion");
        }
        String looking = what + ": looking for its region";
        Place place = Place.of("region", "https://" + SERVICE);
        try (Connections connections = new Connections(place.target(), configuration)) {
            Answer answer = connections.ask(() -> looking, KodoWire.request("GET", path(credentials), place));
            if (answer.status() != 200) {
                throw errors.of(looking, KodoFault.read(answer));
            }
            return places(JSON.readTree(answer.body().readNBytes(LONGEST)));
        } catch (IOException e) {
            throw StoreErrors.io(looking, e);
        }
    }

    private String path(Credentials credentials) {
        ReadRequest query = ReadRequest.list().parameter("ak", credentials.accessKeyId());
        return "/v4/query?" + query.parameter("bucket", bucket).query();
    }

    KodoPlaces places(JsonNode answer) {
        JsonNode host = answer.path("hosts").path(0);
        return KodoPlaces.of(configuration, domain(host, "rs"), domain(host, "rsf"), domain(host, "io_src"));
    }

    private String domain(JsonNode host, String service) {
        String domain = host.path(service).path("domains").path(0).asText("");
        if (domain.isEmpty()) {
            throw new InvalidException(
                    errors.bucketName() + ": Kodo doesn't return the " + Printable.of(service)
                            + " host of its region: name the region of the bucket",
                    "NoRegion");
        }
        return domain;
    }
}
