package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptMetadataTest {

    @Test
    void whatCameInHeadersOfS3GoesOutAsItCame() {
        String bytes = new String("ä中".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        ObjectMetadata found = new ObjectMetadata(
                Map.of(
                        "content-type",
                        "text/plain",
                        "content-disposition",
                        "attachment; filename=" + bytes,
                        "expires",
                        "not a date"),
                Map.of("a", bytes, "b", "=?UTF-8?B?w6Q=?=", "c", " "),
                Map.of("tag", "ä"));
        KeptMetadata kept = KeptMetadata.of(found);
        assertThat(kept.metadata()).isSameAs(found);
        assertThat(kept.leftOut()).isEmpty();
    }

    @Test
    void controlCharactersOfS3HeadersAreLeftOutAndTold() {
        Map<String, String> user = Map.of("a", "x\u0001y", "b", "\u007f", "c", "tab\there", "d e", "1", "f", "fine");
        KeptMetadata kept = KeptMetadata.of(new ObjectMetadata(
                Map.of("content-type", "text/\u0007plain", "content-encoding", "gzip", "content-disposition", "a\rb"),
                user,
                Map.of("tag", "1")));
        assertThat(kept.leftOut())
                .containsExactly(
                        "content-disposition", "content-type", "x-amz-meta-a", "x-amz-meta-b", "x-amz-meta-d e");
        assertThat(kept.metadata())
                .isEqualTo(new ObjectMetadata(
                        Map.of("content-encoding", "gzip"), Map.of("c", "tab\there", "f", "fine"), Map.of("tag", "1")));
    }

    @Test
    void metadataThatTheSourceDoesNotSendIsReported() {
        ObjectMetadata found =
                new ObjectMetadata(Map.of("content-type", "text/plain"), Map.of("a", "b"), Map.of()).missing(2);
        KeptMetadata kept = KeptMetadata.of(found);
        assertThat(kept.leftOut()).containsExactly("2 of x-amz-meta-* that the source does not send");
        assertThat(kept.metadata()).isEqualTo(found.missing(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ä中😀",
                "line\r\nx-amz-acl: public-read",
                "\u0000\t\u007f",
                " lead",
                "trail ",
                "=?UTF-8?B?w6Q=?=",
                "a =?b"
            })
    void charactersThatNoHeaderCarriesBecomeWords(String value) {
        KeptMetadata kept = KeptMetadata.of(user(Map.of("a", value, "plain", "a = ?b, c")));
        String sent = kept.metadata().user().get("a");
        assertThat(sent).matches("[!-~]+( [!-~]+)*").startsWith("=?UTF-8?B?");
        assertThat(decoded(sent)).isEqualTo(value);
        assertThat(kept.metadata().user()).containsEntry("plain", "a = ?b, c");
        assertThat(kept.metadata().text()).isFalse();
        assertThat(kept.leftOut()).isEmpty();
        assertThat(KeptMetadata.of(kept.metadata()).metadata()).isSameAs(kept.metadata());
    }

    @Test
    void wordsAreNoLongerThanTheirRuleSaysAndCutNoCharacter() {
        String value = "ä中😀x".repeat(40);
        String sent =
                KeptMetadata.of(user(Map.of("a", value))).metadata().user().get("a");
        assertThat(sent.split(" ", -1)).hasSizeGreaterThan(5).allMatch(word -> word.length() <= 75);
        assertThat(Arrays.stream(sent.split(" ", -1)).map(KeptMetadataTest::decoded))
                .allMatch(text -> text.codePoints().allMatch(c -> value.indexOf(c) >= 0));
        assertThat(decoded(sent)).isEqualTo(value);
    }

    @Test
    void userMetadataIsKeptUpToTheLastByte() {
        ObjectMetadata fits = user(Map.of("abc", "x".repeat(2000), "de", "y".repeat(43)));
        assertThat(KeptMetadata.of(fits).leftOut()).isEmpty();
        assertThat(KeptMetadata.of(fits).metadata().user()).isEqualTo(fits.user());
        ObjectMetadata over = user(Map.of("abc", "x".repeat(2000), "de", "y".repeat(44)));
        assertThat(KeptMetadata.of(over).leftOut()).containsExactly("x-amz-meta-abc");
        assertThat(KeptMetadata.of(over).metadata().user()).isEqualTo(Map.of("de", "y".repeat(44)));
    }

    @Test
    void ofCharactersTheBytesOfTheirWordsCount() {
        // The encoded word of one character of three bytes has 16 characters.
        Map<String, String> user = new HashMap<>(Map.of("a", "中", "b", "x".repeat(2048 - 18)));
        assertThat(KeptMetadata.of(user(user)).leftOut()).isEmpty();
        user.put("c", "");
        assertThat(KeptMetadata.of(user(user)).leftOut()).containsExactly("x-amz-meta-b");
    }

    @Test
    void ofWordsThatCameFromS3WhatTheySayCounts() {
        String said = "ä".repeat(1000);
        String word = "=?UTF-8?B?" + Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8)) + "?=";
        Map<String, String> user = Map.of("a", word, "b", "x".repeat(46));
        ObjectMetadata fits = new ObjectMetadata(Map.of(), user, Map.of());
        assertThat(word.length()).isGreaterThan(2048);
        assertThat(KeptMetadata.of(fits).metadata()).isSameAs(fits);
        ObjectMetadata over = new ObjectMetadata(Map.of(), Map.of("a", word, "b", "x".repeat(47)), Map.of());
        assertThat(KeptMetadata.of(over).leftOut()).containsExactly("x-amz-meta-a");
    }

    @Test
    void theLargestGoFirst() {
        Map<String, String> user = new HashMap<>();
        for (int i = 1; i <= 9; i++) {
            user.put("n" + i, "x".repeat(i * 100));
        }
        KeptMetadata kept = KeptMetadata.of(user(user));
        assertThat(kept.leftOut()).containsExactly("x-amz-meta-n6", "x-amz-meta-n7", "x-amz-meta-n8", "x-amz-meta-n9");
        assertThat(kept.metadata().user()).hasSize(5);
    }

    @Test
    void namesThatNoHeaderCanHaveAreLeftOut() {
        Map<String, String> user = Map.of("a b", "1", "ä", "2", "", "3", "a:b", "4", "A", "5", "a_b.c", "6");
        KeptMetadata kept = KeptMetadata.of(user(user));
        assertThat(kept.metadata().user()).isEqualTo(Map.of("a_b.c", "6"));
        assertThat(kept.leftOut())
                .containsExactly("x-amz-meta-", "x-amz-meta-A", "x-amz-meta-a b", "x-amz-meta-a:b", "x-amz-meta-ä");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        attachment; filename="ä b.txt"                               | attachment; filename*=UTF-8''%C3%A4%20b.txt
        attachment;filename=中.txt                                   | attachment; filename*=UTF-8''%E4%B8%AD.txt
        inline; FileName="a;\\"中"; size=3                           | inline; size=3; filename*=UTF-8''a%3B%22%E4%B8%AD
        attachment; filename="ä.txt"; filename*=UTF-8''%C3%A4.txt    | attachment; filename*=UTF-8''%C3%A4.txt
        attachment; filename="a.txt"                                 | attachment; filename="a.txt"
        """)
    void aFileNameOfCharactersIsWrittenAsBrowsersReadIt(String found, String sent) {
        KeptMetadata kept =
                KeptMetadata.of(new ObjectMetadata(Map.of("content-disposition", found), Map.of(), Map.of()).asText());
        assertThat(kept.metadata().contentDisposition()).isEqualTo(sent);
        assertThat(kept.leftOut()).isEmpty();
    }

    @Test
    void otherHeadersAreAsciiOrLeftOut() {
        KeptMetadata kept = KeptMetadata.of(new ObjectMetadata(
                        Map.of(
                                "content-type",
                                "text/ä",
                                "content-encoding",
                                "gzip",
                                "content-language",
                                "a\r\nb",
                                "content-disposition",
                                "ä; filename=x",
                                "cache-control",
                                " no-cache ",
                                "expires",
                                "中"),
                        Map.of(),
                        Map.of())
                .asText());
        assertThat(kept.leftOut())
                .containsExactly("content-disposition", "content-language", "content-type", "expires");
        assertThat(kept.metadata())
                .isEqualTo(new ObjectMetadata(
                        Map.of("content-encoding", "gzip", "cache-control", "no-cache"), Map.of(), Map.of()));
    }

    @Test
    void headersThatWouldBurstTheRequestAreLeftOut() {
        ObjectMetadata found = new ObjectMetadata(
                Map.of("content-type", "text/plain", "content-disposition", "x".repeat(4096 - 19 - 22 + 1)),
                Map.of(),
                Map.of());
        assertThat(KeptMetadata.of(found).leftOut()).containsExactly("content-disposition");
        ObjectMetadata fits = new ObjectMetadata(
                Map.of("content-type", "text/plain", "content-disposition", "x".repeat(4096 - 19 - 22)),
                Map.of(),
                Map.of());
        assertThat(KeptMetadata.of(fits).metadata()).isSameAs(fits);
    }

    private static ObjectMetadata user(Map<String, String> user) {
        return new ObjectMetadata(Map.of(), user, Map.of()).asText();
    }

    /** Decodes as RFC 2047 requires: white space between encoded words is not part of the text. */
    private static String decoded(String words) {
        return new String(
                join(Arrays.stream(words.split(" ", -1))
                        .map(word -> word.substring("=?UTF-8?B?".length(), word.length() - 2))
                        .map(Base64.getDecoder()::decode)
                        .collect(Collectors.toList())),
                StandardCharsets.UTF_8);
    }

    private static byte[] join(Iterable<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
