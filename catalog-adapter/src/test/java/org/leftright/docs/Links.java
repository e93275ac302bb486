// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of a Markdown file to other files and to headings. */
final class Links {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");

    private Links() {}

    /** Those that lead nowhere, with their documents. */
    static List<String> broken(Path document) {
        return brokenIn(document, Documents.lines(document));
    }

    static List<String> brokenIn(Path document, List<String> lines) {
        String text = String.join("\n", lines);
        // A link's text may be code: only what is between the parentheses counts.
        Matcher link = LINK.matcher(CODE.matcher(text).replaceAll("code"));
        List<String> broken = new ArrayList<>();
        while (link.find()) {
            String target = link.group(1);
            if (!SCHEME.matcher(target).matches() && !exists(document, target)) {
                broken.add(document + ": " + target);
            }
        }
        return broken;
    }

    private static boolean exists(Path document, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path path = file.isEmpty() ? document : document.resolveSibling(file).normalize();
        if (path.startsWith("..") || !Files.exists(Documents.ROOT.resolve(path))) {
            return false;
        }
        return hash < 0 || hasHeading(path, target.substring(hash + 1));
    }

    private static boolean hasHeading(Path document, String anchor) {
        return Documents.lines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(Links::anchor)
                .anyMatch(anchor::equals);
    }

    /** Makes it of a heading as the usual hosts do. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ *", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\- ]", "")
                .replace(' ', '-');
    }
}
