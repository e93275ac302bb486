// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.leftright.kafka.KafkaFeed;
import org.leftright.kafka.broker.EmbeddedBroker;

/** Compiles and runs the blocks of documents. */
final class Examples {
    /** Kept, so that its level is: the feeds of examples are nobody's concern. */
    private static final int ENDS_WITHIN_MS = 10_000;

    private static final Logger QUIET = Logger.getLogger(KafkaFeed.class.getName());

    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private final List<Example> examples = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** The blocks that have run to their end. */
    private final Set<Block> run = new HashSet<>();

    Examples(List<Block> javaBlocks) {
        for (Block block : javaBlocks) {
            Example last = examples.isEmpty() ? null : examples.get(examples.size() - 1);
            if (block.continues() && last != null && last.document().equals(block.document())) {
                last.blocks.add(block);
            } else {
                examples.add(new Example(block));
            }
        }
    }

    /** What is wrong with them; each begins with the place in the document. */
    List<String> failures() {
        return failures;
    }

    Set<Block> run() {
        return run;
    }

    /** Compiles all, then runs one after the other. */
    void compileAndRun(Path folder) throws Exception {
        QUIET.setLevel(Level.OFF);
        boolean needsBroker = examples.stream().anyMatch(Example::needsBroker);
        EmbeddedBroker broker = needsBroker ? EmbeddedBroker.start(folder.resolve("broker")) : null;
        try {
            if (compile(folder, broker == null ? "" : broker.bootstrapServers())) {
                for (Example example : examples) {
                    for (String topic : example.ownTopics()) {
                        broker.createTopic(topic, 2, COMPACTED);
                    }
                    run(example, folder);
                }
            }
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    private boolean compile(Path folder, String broker) throws IOException {
        Map<String, Example> byFile = new HashMap<>();
        List<Path> files = new ArrayList<>();
        for (Example example : examples) {
            Path file = folder.resolve(example.className() + ".java");
            Files.writeString(file, example.source(broker));
            files.add(file);
            byFile.put(file.getFileName().toString(), example);
            failures.addAll(example.complaints);
        }
        List<String> options =
                List.of(
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-proc:none",
                        "-Xlint:deprecation,removal,rawtypes,unchecked",
                        "-Werror");
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            boolean compiled =
                    ToolProvider.getSystemJavaCompiler()
                            .getTask(
                                    null,
                                    manager,
                                    messages,
                                    options,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            for (Diagnostic<? extends JavaFileObject> message : messages.getDiagnostics()) {
                failures.add(told(message, byFile));
            }
            return compiled;
        }
    }

    private static String told(
            Diagnostic<? extends JavaFileObject> message, Map<String, Example> byFile) {
        if (message.getSource() == null) {
            return message.getMessage(null);
        }
        String file = Path.of(message.getSource().toUri()).getFileName().toString();
        Example example = byFile.get(file);
        return example.place(message.getLineNumber()) + ": " + message.getMessage(null);
    }

    private void run(Example example, Path folder) throws Exception {
        Set<Thread> before = liveThreads();
        URL[] path = {folder.toUri().toURL()};
        PrintStream out = System.out;
        System.setOut(new PrintStream(PrintStream.nullOutputStream()));
        try (URLClassLoader loader = new URLClassLoader(path, Given.class.getClassLoader())) {
            Given given =
                    (Given)
                            loader.loadClass(example.className())
                                    .getDeclaredConstructor()
                                    .newInstance();
            try {
                given.run();
            } catch (Throwable thrown) {
                failures.add(example.place(lineOf(thrown, example)) + ": throws " + thrown);
            }
            judge(example, given);
        } finally {
            System.setOut(out);
        }
        Set<Thread> left = liveThreads();
        left.removeAll(before);
        left.removeIf(thread -> !thread.getName().matches("(catalog|kafka)-feed-.*"));
        for (Thread thread : left) {
            thread.join(ENDS_WITHIN_MS); // one that writes a checkpoint ends after the feed
        }
        left.removeIf(thread -> !thread.isAlive());
        Set<String> names = left.stream().map(Thread::getName).collect(Collectors.toSet());
        if (!names.isEmpty()) {
            failures.add(example.blocks.get(0) + ": leaves a feed open: " + names);
        }
    }

    private void judge(Example example, Given given) {
        given.wrongValues().forEach(wrong -> failures.add(example.document() + ":" + wrong));
        Set<Integer> unchecked = new TreeSet<>(example.valueLines);
        unchecked.removeAll(given.checkedLines());
        unchecked.forEach(line -> failures.add(example.document() + ":" + line + ": not run"));
        for (Block block : example.blocks) {
            if (given.reachedBlocks().contains(block.line())) {
                run.add(block);
            } else {
                failures.add(block + ": not run to its end");
            }
        }
    }

    private static long lineOf(Throwable thrown, Example example) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(example.className()))
                .mapToLong(StackTraceElement::getLineNumber)
                .findFirst()
                .orElse(0);
    }

    private static Set<Thread> liveThreads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }
}
