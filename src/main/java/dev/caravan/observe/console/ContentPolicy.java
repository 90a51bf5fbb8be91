package dev.caravan.observe.console;

/** What a page may load, for the header Content-Security-Policy: nothing from elsewhere. */
final class ContentPolicy {

    /** Of our own pages: their own files, and no script or style within the text. */
    static final String OF_PAGES = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Of Hawtio, which writes styles, and code that it evaluates, itself. */
    static final String OF_HAWTIO = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:;"
            + " connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private ContentPolicy() {}
}
