import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** Makes a static site of the manual, with a search in the browser: java -cp CLASSPATH Site.java CHECKOUT TARGET */
public final class Site {

    private final Path from;
    private final Path to;
    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private final StringBuilder index = new StringBuilder("const index = [\n");

    private Site(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    public static void main(String[] arguments) throws IOException {
        new Site(Path.of(arguments[0]), Path.of(arguments[1])).make();
    }

    private void make() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("cloudformation/README.md")));
        try (Stream<Path> files = Files.list(from)) {
            files.filter(file -> file.toString().endsWith(".md")).map(from::relativize).sorted().forEach(pages::add);
        }
        try (Stream<Path> files = Files.walk(from.resolve("docs"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path name = from.relativize(file);
                if (name.toString().endsWith(".md")) {
                    pages.add(name);
                } else {
                    copy(file, to.resolve(name));
                }
            }
        }
        for (Path page : pages) {
            write(page);
        }
        Files.copy(to.resolve("README.html"), to.resolve("index.html"), StandardCopyOption.REPLACE_EXISTING);
        copy(from.resolve("LICENSE"), to.resolve("LICENSE"));
        copy(from.resolve("src/site/site.css"), to.resolve("site.css"));
        copy(from.resolve("src/site/search.js"), to.resolve("search.js"));
        Files.writeString(to.resolve("index.js"), index.append("];\n"));
        System.out.println(pages.size() + " pages: " + to.resolve("index.html"));
    }

    private static void copy(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(Path page) throws IOException {
        Node document = parser.parse(Files.readString(from.resolve(page)));
        Map<Node, String> anchors = new HashMap<>();
        String title = read(page, document, anchors);
        String root = "../".repeat(page.getNameCount() - 1);
        String body = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(context -> attributes(anchors))
                .build()
                .render(document);
        String language = page.startsWith("docs/zh") ? "zh" : "en";
        Path target = to.resolve(html(page.toString()));
        Files.createDirectories(target.getParent());
        Files.writeString(target, """
                <!doctype html>
                <html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s - Caravan</title><link rel="stylesheet" href="%ssite.css"></head>
                <body data-root="%s"><nav><a class="home" href="%sindex.html">Caravan</a>
                <input id="search" type="search" placeholder="Search" aria-label="Search the manual" autocomplete="off"><div id="found"></div>
                %s</nav>
                <main>%s</main>
                <script src="%sindex.js"></script><script src="%ssearch.js"></script></body></html>
                """.formatted(language, title, root, root, root, menu(root), body, root, root));
    }

    /** Returns the links of the index page, with its headings. */
    private String menu(String root) throws IOException {
        StringBuilder menu = new StringBuilder();
        parser.parse(Files.readString(from.resolve("docs/README.md"))).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (heading.getLevel() == 2) {
                    menu.append("<h2>").append(escaped(text(heading))).append("</h2>");
                }
            }

            @Override
            public void visit(Link link) {
                String target = Path.of("docs").resolve(link.getDestination()).normalize().toString();
                menu.append("<a href=\"").append(root).append(html(target)).append("\">");
                menu.append(escaped(text(link))).append("</a>\n");
            }
        });
        return menu.toString();
    }

    /** Finds the anchors as GitHub makes them, and adds each section to the index of the search. */
    private String read(Path page, Node document, Map<Node, String> anchors) {
        String title = "";
        String heading = "";
        String anchor = "";
        StringBuilder section = new StringBuilder();
        Map<String, Integer> used = new HashMap<>();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading next) {
                add(page, anchor, title, heading, section);
                heading = text(next);
                title = title.isEmpty() ? heading : title;
                anchor = heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                        .replace(' ', '-');
                int before = used.merge(anchor, 1, Integer::sum) - 1;
                anchor += before == 0 ? "" : "-" + before;
                anchors.put(next, anchor);
            } else {
                section.append(text(node)).append(' ');
            }
        }
        add(page, anchor, title, heading, section);
        return escaped(title);
    }

    private void add(Path page, String anchor, String title, String heading, StringBuilder section) {
        String text = section.toString().replaceAll("\\s+", " ").strip();
        section.setLength(0);
        if (!heading.isEmpty()) {
            String url = html(page.toString()) + "#" + anchor;
            index.append("[").append(quoted(url)).append(",").append(quoted(title.equals(heading) ? title : title + ": " + heading));
            index.append(",").append(quoted(text)).append("],\n");
        }
    }

    private static AttributeProvider attributes(Map<Node, String> anchors) {
        return (node, tag, attributes) -> {
            if (anchors.containsKey(node)) {
                attributes.put("id", anchors.get(node));
            }
            String link = attributes.getOrDefault("href", "");
            if (!link.matches("\\w+:.*")) {
                attributes.computeIfPresent("href", (name, target) -> html(target));
            }
        };
    }

    private static String html(String target) {
        return target.replaceFirst("\\.md(?=$|#)", ".html");
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }

            @Override
            public void visit(BlockQuote part) {
                visitChildren(part);
            }

            @Override
            protected void visitChildren(Node parent) {
                super.visitChildren(parent);
                // The cells of a table, and paragraphs.
                if (!(parent instanceof Heading) && !(parent instanceof Link)) {
                    text.append(' ');
                }
            }
        });
        return text.toString().strip();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("</", "<\\/") + '"';
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
