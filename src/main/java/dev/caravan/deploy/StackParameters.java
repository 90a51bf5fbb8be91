package dev.caravan.deploy;

import dev.caravan.job.Identity;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.OptionKind;
import dev.caravan.job.Printable;
import dev.caravan.job.Problem;
import dev.caravan.job.Settings;
import dev.caravan.job.Settings.Setting;
import dev.caravan.job.StoreType;
import dev.caravan.job.StoreUrl;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a stack, made of the options of its job and of the settings of the stack alone. Collects what is wrong with them. */
public final class StackParameters {

    /** Options of a job that the template has no parameter for. */
    public static final Set<JobOption> WITHOUT = EnumSet.of(
            JobOption.SOURCE_CREDENTIAL_PROCESS,
            JobOption.SOURCE_SESSION_NAME,
            JobOption.SOURCE_STS_ENDPOINT,
            JobOption.SOURCE_MACHINE_ROLE,
            JobOption.SOURCE_OIDC_TOKEN_FILE,
            JobOption.SOURCE_OIDC_PROVIDER,
            JobOption.SOURCE_PROXY,
            JobOption.DEST_CREDENTIAL_PROCESS,
            JobOption.DEST_SESSION_NAME,
            JobOption.DEST_STS_ENDPOINT,
            JobOption.DEST_PROXY,
            JobOption.KEYS_FROM,
            JobOption.KEYS_NULL,
            JobOption.STOP_AFTER,
            JobOption.PART_SLOTS,
            JobOption.PART_SIZE,
            JobOption.MULTIPART_THRESHOLD,
            JobOption.MIN_RATE,
            JobOption.ATTEMPTS,
            JobOption.CHECKSUM,
            JobOption.SERVER_SIDE_COPY,
            JobOption.VISIBILITY_TIMEOUT,
            JobOption.COUNT_FIRST,
            JobOption.REPORT,
            JobOption.RECORDS,
            JobOption.ROUTES,
            JobOption.CONSOLE_PORT,
            JobOption.CONSOLE_PASSWORD_FILE);

    /** Options of a job that the stack itself sets, or that are about the deploying process. */
    public static final Set<JobOption> OF_THE_STACK = EnumSet.of(
            JobOption.QUEUE,
            JobOption.TABLE,
            JobOption.PARTS_TABLE,
            JobOption.STATE_MACHINE,
            JobOption.INSTANCE_METADATA,
            JobOption.METRICS_NAMESPACE,
            JobOption.MAIL_TOPIC,
            JobOption.CA_BUNDLE,
            JobOption.DRY_RUN);

    /** Options that name the origin of a key; the key goes to a secret. */
    static final Set<JobOption> KEYS = EnumSet.of(
            JobOption.SOURCE_PROFILE,
            JobOption.SOURCE_ACCESS_KEY_ID,
            JobOption.SOURCE_SSE_C_KEY_FILE,
            JobOption.DEST_PROFILE,
            JobOption.DEST_ACCESS_KEY_ID,
            JobOption.DEST_SSE_C_KEY_FILE);

    /** The options that the URLs of the job set. */
    private static final Set<JobOption> OF_THE_SIDES = EnumSet.of(
            JobOption.SOURCE_TYPE,
            JobOption.SOURCE_BUCKET,
            JobOption.SOURCE_PREFIX,
            JobOption.DEST_BUCKET,
            JobOption.DEST_PREFIX);

    private static final Map<String, String> SSE = Map.of("none", "None", "aws:kms", "AWS_KMS");

    private final StackTemplate template;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public StackParameters(StackTemplate template) {
        this.template = template;
    }

    /** Returns whether the value of a variable is an object of Amazon S3, which the parameter names without the scheme. */
    static boolean isObject(String variable) {
        return variable.equals(JobOption.FILTER_FROM.environmentName())
                || variable.equals(JobOption.INVENTORY.environmentName());
    }

    /** Takes over what was said about the options, and the buckets of the job. */
    public void addJob(Job job, Settings settings) {
        for (JobOption option : JobOption.values()) {
            Setting setting = settings.get(option);
            if (setting.given() && !option.secret() && !OF_THE_SIDES.contains(option)) {
                add(option, setting, job);
            }
        }
        values.put("srcType", job.source().type().environmentName());
        values.put("srcBucket", job.source().bucket());
        values.put("srcPrefix", job.source().prefix());
        values.put("destBucket", job.destination().bucket());
        values.put("destPrefix", job.destination().prefix());
        if (job.destination().identity().base() instanceof Identity.Secret) {
            // Otherwise the stack uses the role of the machines.
            values.put("destInCurrentAccount", "false");
        }
    }

    private void add(JobOption option, Setting setting, Job job) {
        String parameter = template.variables().getOrDefault(option.environmentName(), "");
        if (option == JobOption.SCHEDULE) {
            values.put("ec2CronExpression", eventBridge(setting.text()));
        } else if (option == JobOption.PREFIX_LIST && job.source().type() != StoreType.S3) {
            object(setting).ifPresent(url -> values.put(parameter, url.path()));
        } else if (option == JobOption.PREFIX_LIST) {
            object(setting).ifPresent(url -> {
                values.put(parameter, url.path());
                values.put(
                        "srcPrefixListBucket", url.bucket().equals(job.source().bucket()) ? "" : url.bucket());
            });
        } else if (isObject(option.environmentName())) {
            object(setting).ifPresent(url -> values.put(parameter, url.bucket() + "/" + url.path()));
        } else if (parameter.isEmpty()) {
            without(option, setting);
        } else if (option == JobOption.CONSOLE) {
            values.put(parameter, setting.text().equals("off") ? "none" : setting.text());
        } else if (option.kind() == OptionKind.Notation.REGEXES
                && setting.argument()
                && setting.text().contains(",")) {
            wrong(setting, "a stack takes one expression without a comma; use --set " + parameter + "=REGEX");
        } else {
            values.put(parameter, SSE.getOrDefault(setting.text(), setting.text()));
        }
    }

    private void without(JobOption option, Setting setting) {
        if (KEYS.contains(option) || OF_THE_STACK.contains(option)) {
            return;
        }
        if (setting.argument()) {
            wrong(setting, "has no parameter in the template; the machines of a stack use its default");
        } else if (option != JobOption.ROUTES) {
            notes.add(setting.name()
                    + " is set here and has no effect on the stack: the template has no parameter for it");
        }
    }

    private Optional<StoreUrl> object(Setting setting) {
        try {
            StoreUrl url = StoreUrl.parse(setting.text());
            if (!url.path().isEmpty()) {
                return Optional.of(url);
            }
            wrong(setting, "names no object; give a URL such as s3://bucket/key");
        } catch (IllegalArgumentException e) {
            wrong(
                    setting,
                    "must be an object that the machines can read, such as s3://bucket/key: upload the file first");
        }
        return Optional.empty();
    }

    /** A Quartz expression as Amazon EventBridge writes it: without the seconds, with a year. */
    static String eventBridge(String quartz) {
        String[] fields = quartz.strip().split(" +", 2);
        return fields.length < 2 ? quartz : fields[1].split(" +", -1).length == 5 ? fields[1] + " *" : fields[1];
    }

    /** Names a secret. A side with an access key is not reached by the role of the machines. */
    void addSecret(String parameter, String name) {
        values.put(parameter, name);
        if (parameter.endsWith("Credentials")) {
            values.put(parameter.replace("Credentials", "InCurrentAccount"), "false");
        }
    }

    /** Sets a parameter if the user has not set it. */
    public void addUnlessSet(String name, String value) {
        values.putIfAbsent(name, value);
    }

    /** Sets parameters by Name=value. */
    public void addSet(List<String> settings) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            if (equals < 0) {
                problems.add(new Problem("--set", Printable.quoted(setting) + " is not Parameter=value", true));
            } else if (!template.parameters().containsKey(name)) {
                problems.add(new Problem(
                        "--set",
                        "the template has no parameter " + Printable.of(name) + "; see docs/parameters.md",
                        true));
            } else {
                values.put(name, setting.substring(equals + 1));
            }
        }
        if (!values.getOrDefault("srcEvent", "No").equals("No")) {
            values.putIfAbsent("srcInCurrentAccount", "true");
        }
    }

    /** Returns whether the machines' image has Caravan, or they fetch one that the user names. */
    public boolean namesDistribution(Map<String, String> previous) {
        Map<String, String> all = new LinkedHashMap<>(previous);
        all.putAll(values);
        boolean fetches = values.keySet().stream()
                        .anyMatch(name -> name.startsWith("distribution")
                                && !values.get(name).isEmpty())
                || !template.isDefault("distributionUrl", "");
        return fetches
                || !all.getOrDefault("amiId", "").isEmpty()
                || all.getOrDefault("imageHasCaravan", "").equals("true");
    }

    /** Returns notes for the user: what is set here and means nothing to a stack. */
    public List<String> notes() {
        return notes;
    }

    /** Returns the value of a parameter; empty if none is given. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    /**
     * Returns the parameters that are said.
     *
     * @param previous those of the stack that there is; empty for none
     * @throws InvalidJobException with one problem for each thing that is wrong
     */
    public Map<String, String> check(Map<String, String> previous) throws InvalidJobException {
        values.forEach((name, value) -> {
            String problem = template.parameters().get(name).problem(value);
            if (!problem.isEmpty()) {
                problems.add(new Problem(name, problem, true));
            }
        });
        template.parameters().forEach((name, parameter) -> {
            if (parameter.required() && !values.containsKey(name) && !previous.containsKey(name)) {
                String option = name.equals("alarmEmail") ? "--email" : "--set " + name + "=…";
                problems.add(new Problem(option, "required: the stack has no default for it", true));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
        return values;
    }

    private void wrong(Setting setting, String what) {
        problems.add(new Problem(setting.name(), what, setting.argument()));
    }
}
