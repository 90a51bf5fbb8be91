package dev.caravan.finder.inventory;

import java.io.IOException;
import java.io.InputStream;

/** The files of an inventory, in a store or a local folder. */
public interface InventoryFiles extends AutoCloseable {

    InputStream openManifest() throws IOException, InterruptedException;

    InputStream open(String key) throws IOException, InterruptedException;

    @Override
    void close();
}
