// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block with those that continue it, as a class that says which blocks it has run to their end
 * and what the statements with a value in their comment have yielded.
 */
final class Example {
    private static final List<String> IMPORTS =
            List.of(
                    "java.nio.ByteBuffer",
                    "java.nio.charset.StandardCharsets",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.concurrent.atomic.*",
                    "java.util.function.*",
                    "java.util.stream.*",
                    "org.apache.kafka.clients.consumer.*",
                    "org.apache.kafka.clients.producer.*",
                    "org.apache.kafka.common.TopicPartition",
                    "org.apache.kafka.common.serialization.*",
                    "org.leftright.*",
                    "org.leftright.catalog.*",
                    "org.leftright.kafka.*",
                    Given.class.getName());

    private static final String BROKER = "\"kafka:9092\"";
    private static final Pattern TOPIC =
            Pattern.compile("\\.(?:productsTopic|catalogTopic|topic)\\((\"[^\"]+\")[,)]");

    private static final Pattern IMPORT = Pattern.compile("import .*;");

    /** A local type cannot be public. */
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile(
                    "^public (?=(?:final |sealed |abstract )*(?:class|record|interface|enum) )");

    private static final Pattern COMMENTED = Pattern.compile("^(\\s*)(.*);\\s*// (.*)$");
    private static final Pattern VALUE =
            Pattern.compile(
                    "^(null|true|false|-?\\d[\\d_.]*|\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|[A-Z]{2}[A-Z_]*)"
                            + "(?=$|[:;] |, )");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("^(?:[\\w<>\\[\\],.?@ ]+ )?(\\w+) = .*$");
    private static final Pattern PRINT = Pattern.compile("^System\\.out\\.print(?:ln)?\\((.*)\\)$");
    private static final Pattern BEGINS_STATEMENT_NEXT =
            Pattern.compile("^(.*[;{}]\\s*(//.*)?|\\s*(//.*)?)$");

    final List<Block> blocks = new ArrayList<>();

    /** The line of the document for each line of the source, or 0. */
    private final List<Integer> documentLines = new ArrayList<>();

    private final StringBuilder source = new StringBuilder();

    /** The lines that say what they yield. */
    final Set<Integer> valueLines = new LinkedHashSet<>();

    /** What cannot be checked. */
    final List<String> complaints = new ArrayList<>();

    Example(Block first) {
        blocks.add(first);
    }

    Path document() {
        return blocks.get(0).document();
    }

    String className() {
        return document().toString().replaceAll("\\W", "_") + "_" + blocks.get(0).line();
    }

    boolean needsBroker() {
        return blocks.stream().flatMap(b -> b.lines().stream()).anyMatch(l -> l.contains(BROKER));
    }

    /** The topics that it names, in quotes. */
    private Set<String> topics() {
        Set<String> topics = new LinkedHashSet<>();
        for (Block block : blocks) {
            Matcher topic = TOPIC.matcher(String.join("\n", block.lines()));
            while (topic.find()) {
                topics.add(topic.group(1));
            }
        }
        return topics;
    }

    /** The topics to be made for it. */
    List<String> ownTopics() {
        return topics().stream().map(topic -> own(topic).replace("\"", "")).toList();
    }

    private String own(String topic) {
        return topic.substring(0, topic.length() - 1) + "-" + className() + "\"";
    }

    String source(String broker) {
        IMPORTS.forEach(name -> line(0, "import " + name + ";"));
        eachLine((block, i) -> importLine(block, i));
        line(0, "public final class " + className() + " extends Given {");
        line(0, "@Override public void run() throws Exception {");
        for (Block block : blocks) {
            for (int i = 0; i < block.lines().size(); i++) {
                statementLine(block, i);
            }
            line(0, "reached(" + block.line() + ");");
        }
        line(0, "}}");
        String code = source.toString().replace(BROKER, '"' + broker + '"');
        for (String topic : topics()) {
            code = code.replace(topic, own(topic));
        }
        return code;
    }

    private interface LineAction {
        void accept(Block block, int index);
    }

    private void eachLine(LineAction action) {
        for (Block block : blocks) {
            for (int i = 0; i < block.lines().size(); i++) {
                action.accept(block, i);
            }
        }
    }

    private void importLine(Block block, int index) {
        String text = block.lines().get(index);
        if (IMPORT.matcher(text).matches()) {
            line(block.line() + index, text);
        }
    }

    private void statementLine(Block block, int index) {
        String text = block.lines().get(index);
        if (!IMPORT.matcher(text).matches()) {
            int number = block.line() + index;
            line(number, withCheck(block, index, PUBLIC_TYPE.matcher(text).replaceFirst("")));
        }
    }

    private String withCheck(Block block, int index, String text) {
        Matcher commented = COMMENTED.matcher(text);
        if (!commented.matches()) {
            return text;
        }
        Matcher value = VALUE.matcher(commented.group(3));
        if (!value.find()) {
            return text;
        }
        int number = block.line() + index;
        if (index > 0 && !BEGINS_STATEMENT_NEXT.matcher(block.lines().get(index - 1)).matches()) {
            complaints.add(
                    block.document() + ":" + number + ": a value needs a statement of one line");
            return text;
        }
        valueLines.add(number);
        String statement = commented.group(2);
        String expected = '"' + value.group(1).replace("\"", "\\\"") + '"';
        Matcher assignment = ASSIGNMENT.matcher(statement);
        Matcher print = PRINT.matcher(statement);
        if (assignment.matches()) {
            return statement + "; " + yields(number, expected, assignment.group(1));
        }
        return yields(number, expected, print.matches() ? print.group(1) : statement);
    }

    private static String yields(int line, String expected, String expression) {
        return "yields(" + line + ", " + expected + ", " + expression + ");";
    }

    private void line(int documentLine, String text) {
        source.append(text).append('\n');
        documentLines.add(documentLine);
    }

    /** Where a line of the source stands in the document. */
    String place(long sourceLine) {
        int index = (int) sourceLine - 1;
        int line = index >= 0 && index < documentLines.size() ? documentLines.get(index) : 0;
        return document() + ":" + (line == 0 ? blocks.get(0).line() : line);
    }
}
