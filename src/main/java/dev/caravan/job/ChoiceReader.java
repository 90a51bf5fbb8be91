package dev.caravan.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads the options that select objects. */
record ChoiceReader(OptionReader options) {

    /** @param source null if it is invalid */
    Choice read(Side source) {
        String keysFrom = options.text(JobOption.KEYS_FROM);
        if (!keysFrom.equals(Choice.STANDARD_INPUT)) {
            requireFile(JobOption.KEYS_FROM, keysFrom, source);
        }
        Choice choice = new Choice(
                options.list(JobOption.INCLUDE),
                options.list(JobOption.EXCLUDE),
                options.list(JobOption.INCLUDE_REGEX),
                options.list(JobOption.EXCLUDE_REGEX),
                requireFile(JobOption.FILTER_FROM, options.text(JobOption.FILTER_FROM), source),
                prefixes(source),
                prefixList(source),
                keysFrom,
                options.flag(JobOption.KEYS_NULL),
                requireFile(JobOption.INVENTORY, options.text(JobOption.INVENTORY), source),
                limits());
        boolean keys = !keysFrom.isEmpty();
        boolean prefixes = !choice.prefixes().isEmpty();
        boolean prefixList = !choice.prefixList().isEmpty();
        refuse(prefixes && prefixList, JobOption.PREFIX, JobOption.PREFIX_LIST);
        refuse(keys && prefixes, JobOption.KEYS_FROM, JobOption.PREFIX);
        refuse(keys && prefixList, JobOption.KEYS_FROM, JobOption.PREFIX_LIST);
        refuse(keys && !choice.inventory().isEmpty(), JobOption.KEYS_FROM, JobOption.INVENTORY);
        if (keys) {
            check(keysFrom);
        } else if (choice.keysNull()) {
            options.wrong(JobOption.KEYS_NULL, "is valid with --keys-from only");
        }
        return choice;
    }

    private void refuse(boolean both, JobOption one, JobOption other) {
        if (both) {
            options.oneOf(one, other);
        }
    }

    private void check(String keysFrom) {
        if (options.flag(JobOption.DELETE)) {
            options.wrong(
                    JobOption.KEYS_FROM,
                    "can't be used with --delete: a list of keys doesn't tell what the source no longer has");
        }
        boolean again = options.flag(JobOption.COUNT_FIRST)
                || !options.text(JobOption.SCHEDULE).isBlank();
        if (again && keysFrom.equals(Choice.STANDARD_INPUT)) {
            options.wrong(
                    JobOption.KEYS_FROM, "- can be read once only, but --count-first and --schedule read it again");
        }
    }

    /** Returns full prefixes: each is given relative to the source's folder. */
    private List<String> prefixes(Side source) {
        List<String> said = options.list(JobOption.PREFIX);
        if (source == null || said.isEmpty()) {
            return List.of();
        }
        String folder = new KeyMapping(source.prefix(), "").folder();
        List<String> full = said.stream().map(each -> folder + each).toList();
        for (String prefix : full) {
            if (KeyLength.isTooLong(prefix)) {
                options.wrong(JobOption.PREFIX, "is longer than a key can be, " + KeyLength.MOST_BYTES + " bytes");
            } else if (!prefix.startsWith(source.prefix())) {
                options.wrong(
                        JobOption.PREFIX,
                        Printable.of(prefix) + " doesn't begin with the source's prefix "
                                + Printable.of(source.prefix()));
            }
        }
        return full;
    }

    private String prefixList(Side source) {
        String list = options.text(JobOption.PREFIX_LIST);
        String bucket = options.text(JobOption.PREFIX_LIST_BUCKET);
        boolean key = !list.isEmpty()
                && !bucket.isEmpty()
                && !StoreUrl.isOne(list)
                && !options.setting(JobOption.PREFIX_LIST).argument();
        return requireFile(JobOption.PREFIX_LIST, key ? "s3://" + bucket + "/" + list : list, source);
    }

    /** Requires the name of a readable file, or of an object in Amazon S3 or at the source's provider. Returns it. */
    private String requireFile(JobOption option, String name, Side source) {
        if (StoreUrl.isOne(name)) {
            try {
                StoreUrl place = StoreUrl.parse(name);
                if (place.path().isEmpty()) {
                    options.wrong(option, "the key is missing, as in s3://bucket/key");
                } else if (place.type() != StoreType.S3 && source != null && place.type() != source.type()) {
                    options.wrong(
                            option,
                            Printable.of(name) + " can't be read: only s3:// and stores of the source's kind can");
                }
            } catch (IllegalArgumentException e) {
                options.wrong(option, e.getMessage());
            }
        } else if (!name.isEmpty()) {
            options.requireReadable(option, Path.of(name));
        }
        return name;
    }

    private Limits limits() {
        List<String> classes = options.list(JobOption.SOURCE_STORAGE_CLASS);
        for (String name : classes) {
            if (!name.matches("[A-Za-z0-9_-]+")) {
                options.wrong(JobOption.SOURCE_STORAGE_CLASS, Printable.of(name) + " is not a storage class");
            }
        }
        Limits limits = new Limits(
                options.read(JobOption.MIN_SIZE) instanceof Long least ? least : Limits.NONE.minSize(),
                options.read(JobOption.MAX_SIZE) instanceof Long most ? most : Limits.NONE.maxSize(),
                (Moment) options.read(JobOption.NEWER_THAN),
                (Moment) options.read(JobOption.OLDER_THAN),
                classes.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet()));
        if (limits.minSize() > limits.maxSize()) {
            options.wrong(JobOption.MIN_SIZE, "is more than --max-size: no object has such a size");
        }
        Instant now = Instant.now();
        if (limits.newerThan() != null
                && limits.olderThan() != null
                && !limits.newerThan().at(now).isBefore(limits.olderThan().at(now))) {
            options.wrong(
                    JobOption.NEWER_THAN,
                    "is not before --older-than: no object was modified after the one and before the other");
        }
        return limits;
    }
}
