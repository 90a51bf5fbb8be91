package dev.caravan.finder.inventory;

import java.io.IOException;
import java.io.InputStream;

/** Where an inventory lies: in a store, or in a folder of this machine. */
public interface InventoryFiles extends AutoCloseable {

    /** Opens the manifest. */
    InputStream openManifest() throws IOException, InterruptedException;

    /** Opens a file that the manifest names. */
    InputStream open(String key) throws IOException, InterruptedException;

    @Override
    void close();
}
