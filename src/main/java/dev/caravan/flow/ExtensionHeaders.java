package dev.caravan.flow;

import org.apache.camel.spi.Metadata;

/** The headers between extension points and routes, in addition to those of the object stores. */
public final class ExtensionHeaders {

    @Metadata(
            description =
                    "Set by direct:before-copy: the reason to skip the object; absent, empty or false: it is copied",
            javaType = "String")
    public static final String SKIP = "CaravanSkip";

    @Metadata(description = "The destination's key; direct:before-copy may set another one", javaType = "String")
    public static final String DESTINATION_KEY = "CaravanDestinationKey";

    @Metadata(description = "Replaces the object's Content-Type; empty removes it", javaType = "String")
    public static final String CONTENT_TYPE = "CaravanContentType";

    @Metadata(description = "Replaces the object's Content-Encoding; empty removes it", javaType = "String")
    public static final String CONTENT_ENCODING = "CaravanContentEncoding";

    @Metadata(description = "Replaces the object's Content-Language; empty removes it", javaType = "String")
    public static final String CONTENT_LANGUAGE = "CaravanContentLanguage";

    @Metadata(description = "Replaces the object's Content-Disposition; empty removes it", javaType = "String")
    public static final String CONTENT_DISPOSITION = "CaravanContentDisposition";

    @Metadata(description = "Replaces the object's Cache-Control; empty removes it", javaType = "String")
    public static final String CACHE_CONTROL = "CaravanCacheControl";

    @Metadata(description = "Replaces the object's Expires; empty removes it", javaType = "String")
    public static final String EXPIRES = "CaravanExpires";

    @Metadata(
            description =
                    "What the headers begin with that set user metadata: CaravanMeta-team sets the value of team; empty"
                            + " removes it",
            javaType = "String")
    public static final String USER_METADATA = "CaravanMeta-";

    private ExtensionHeaders() {}
}
