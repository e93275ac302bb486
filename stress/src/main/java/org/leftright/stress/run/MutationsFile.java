// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.leftright.stress.run.Mutation.Edit;
import org.leftright.stress.run.Mutation.Killer;

/** Reads {@code mutations.txt}, which begins with a description of its format. */
final class MutationsFile {
    private static final Pattern NAME = Pattern.compile("\\$[A-Z_]+");
    private static final Pattern KILLER = Pattern.compile("by (\\w+) (\\w+) ?(.*)");

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<Edit>> edits = new HashMap<>();
    private final List<Mutation> mutations = new ArrayList<>();

    /** The entry that is being read; its lists grow with the lines that follow. */
    private List<Killer> killers = new ArrayList<>();

    private List<Edit> ofEntry = new ArrayList<>();
    private String className = "";

    /** The sign of the line before. */
    private char lastSign = ' ';

    private MutationsFile() {}

    /** Reads the file beside the classes. */
    static List<Mutation> read() {
        try (InputStream in = MutationsFile.class.getResourceAsStream("/mutations.txt")) {
            return read(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads lines of that format. */
    static List<Mutation> read(Stream<String> lines) {
        MutationsFile file = new MutationsFile();
        lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(file::readLine);
        return file.mutations;
    }

    private void readLine(String raw) {
        if (raw.startsWith("let ")) {
            define(raw.substring(4));
            return;
        }
        String line = raw.startsWith("with ") ? raw : withTexts(raw);
        char sign = line.charAt(0);
        Matcher killer = KILLER.matcher(line);
        if (sign == '-' || sign == '+') {
            readCode(sign, line.substring(1));
        } else if (line.startsWith("in ")) {
            className = line.substring(3);
        } else if (line.startsWith("with ")) {
            ofEntry.addAll(known(edits, line.substring(5)));
        } else if (killer.matches()) {
            Tool tool = Tool.labelled(killer.group(1));
            killers.add(new Killer(tool, killer.group(2), killer.group(3)));
        } else {
            String[] head = line.split(" \\| ", 2);
            begin();
            String broken = head.length == 2 ? head[1] : Mutation.NOTHING;
            mutations.add(new Mutation(head[0], broken, killers, ofEntry));
        }
        lastSign = sign;
    }

    private void begin() {
        killers = new ArrayList<>();
        ofEntry = new ArrayList<>();
        className = "";
    }

    private void define(String definition) {
        String[] sides = definition.split(" = ", 2);
        if (sides.length == 2) {
            texts.put(sides[0], withTexts(sides[1]));
        } else {
            begin();
            edits.put(definition, ofEntry);
        }
    }

    private void readCode(char sign, String code) {
        if (sign == '-' && lastSign != '-') {
            ofEntry.add(new Edit(className, code, ""));
            return;
        }
        Edit edit = ofEntry.remove(ofEntry.size() - 1);
        String original = sign == '-' ? edit.original() + '\n' + code : edit.original();
        String replacement = sign == '+' ? edit.replacement() + '\n' + code : edit.replacement();
        ofEntry.add(new Edit(className, original, replacement));
    }

    private String withTexts(String line) {
        return NAME.matcher(line)
                .replaceAll(name -> Matcher.quoteReplacement(known(texts, name.group())));
    }

    private static <T> T known(Map<String, T> defined, String name) {
        T value = defined.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "mutations.txt uses " + name + " without a \"let\" before it");
        }
        return value;
    }
}
