package dev.caravan.transfer;

/**
 * An object to be deleted at the destination, if the source, asked again, still doesn't have it.
 *
 * @param key the source's key, which the object would have there
 */
public record DeleteMessage(String key) implements Message {}
