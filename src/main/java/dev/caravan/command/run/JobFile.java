package dev.caravan.command.run;

import dev.caravan.job.Choice;
import dev.caravan.job.StoreUrl;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a file that selects a job's objects. */
final class JobFile {

    private JobFile() {}

    static InputStream open(String name, Stores stores) throws IOException, InterruptedException {
        if (name.equals(Choice.STANDARD_INPUT)) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // It belongs to the process.
                }
            };
        }
        if (!StoreUrl.isOne(name)) {
            return Files.newInputStream(Path.of(name));
        }
        StoreUrl place = StoreUrl.parse(name);
        ObjectStore store = stores.openForFiles(place);
        try {
            return new FilterInputStream(new ObjectStream(store, place.path(), Backoff.LISTING)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    store.close();
                }
            };
        } catch (RuntimeException | InterruptedException e) {
            store.close();
            throw e;
        }
    }
}
