package dev.caravan.job;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of stores with URL schemes and names in the fleet's environment. */
public enum StoreType {
    S3("s3", "Amazon_S3"),
    OSS("oss", "Aliyun_OSS"),
    COS("cos", "Tencent_COS"),
    KODO("kodo", "Qiniu_Kodo");

    private final String scheme;
    private final String environmentName;

    StoreType(String scheme, String environmentName) {
        this.scheme = scheme;
        this.environmentName = environmentName;
    }

    /** Returns the scheme of its URLs and Camel component. */
    public String scheme() {
        return scheme;
    }

    /** Returns its name as a value of {@code SOURCE_TYPE}. */
    public String environmentName() {
        return environmentName;
    }

    static Optional<StoreType> ofScheme(String scheme) {
        return Arrays.stream(values())
                .filter(type -> type.scheme.equals(scheme))
                .findFirst();
    }

    String title() {
        return environmentName.replace('_', ' ');
    }

    static String[] environmentNames() {
        return Arrays.stream(values()).map(StoreType::environmentName).toArray(String[]::new);
    }
}
