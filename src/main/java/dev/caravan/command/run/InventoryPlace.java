package dev.caravan.command.run;

import dev.caravan.finder.inventory.InventoryFiles;
import dev.caravan.job.StoreUrl;
import dev.caravan.store.Backoff;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Opens an inventory's files in a folder or bucket. */
final class InventoryPlace {

    private static final String MANIFEST = "manifest.json";

    private InventoryPlace() {}

    /** @param name a store URL or a local file */
    static InventoryFiles of(String name, Stores stores) {
        if (!StoreUrl.isOne(name)) {
            return new Folder(Path.of(name).toAbsolutePath());
        }
        StoreUrl place = StoreUrl.parse(name);
        return new Bucket(stores.openForFiles(place), place.path());
    }

    /** Files copied to this machine: beside the manifest, or in the folder data beside the manifest's. */
    private record Folder(Path manifest) implements InventoryFiles {

        @Override
        public InputStream openManifest() throws IOException {
            return Files.newInputStream(manifest);
        }

        @Override
        public InputStream open(String key) throws IOException {
            Path file = Path.of(key).getFileName();
            Path folder = manifest.getParent();
            Path beside = folder.resolve(file);
            Path data = folder.resolveSibling("data").resolve(file);
            return Files.newInputStream(Files.isRegularFile(beside) || !Files.isRegularFile(data) ? beside : data);
        }

        @Override
        public void close() {}
    }

    /** An inventory's files in the service's layout. A path with a final slash means the newest inventory below it. */
    private record Bucket(ObjectStore store, String path) implements InventoryFiles {

        private static final Pattern DATED = Pattern.compile(".*/\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\dZ/");

        @Override
        public InputStream openManifest() throws IOException, InterruptedException {
            return open(path.endsWith("/") ? newest() : path);
        }

        @Override
        public InputStream open(String key) throws InterruptedException {
            return new ObjectStream(store, key, Backoff.LISTING);
        }

        private String newest() throws IOException {
            TreeSet<String> folders = new TreeSet<>();
            ListRequest next = new ListRequest(path, "/", "", null, ListRequest.MAX_KEYS);
            while (next != null) {
                ObjectPage page = store.list(next);
                page.commonPrefixes().stream()
                        .filter(folder -> DATED.matcher(folder).matches())
                        .forEach(folders::add);
                next = page.next();
            }
            // The manifest is written last: the newest folder may still be without one.
            for (String folder : folders.descendingSet()) {
                ListRequest manifest = new ListRequest(folder + MANIFEST, "", "", null, 1);
                if (!store.list(manifest).objects().isEmpty()) {
                    return folder + MANIFEST;
                }
            }
            throw new FileNotFoundException("no folder such as 2026-11-01T01-00Z/ there has a " + MANIFEST);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
