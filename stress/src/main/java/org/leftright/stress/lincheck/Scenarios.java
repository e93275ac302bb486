// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * Reads scenarios that are written as text: what is done first, what each thread does, and what is
 * done last, for instance {@code "add 1 : read | refresh, add 2 : lookup"}. The first thread also
 * does what is done first and last.
 */
final class Scenarios {
    private final Class<?> operations;

    Scenarios(Class<?> operations) {
        this.operations = operations;
    }

    List<ExecutionScenario> parse(List<String> texts) {
        return texts.stream().map(this::parse).toList();
    }

    private ExecutionScenario parse(String text) {
        String[] parts = text.split(":", -1);
        List<List<Actor>> threads = new ArrayList<>();
        for (String thread : parts[1].split("\\|", -1)) {
            threads.add(actors(thread, threads.size() + 1));
        }
        List<Actor> last = parts.length > 2 ? actors(parts[2], 1) : List.of();
        return new ExecutionScenario(actors(parts[0], 1), threads, last, null);
    }

    private List<Actor> actors(String calls, int thread) {
        return Arrays.stream(calls.split(",", -1))
                .map(String::strip)
                .filter(call -> !call.isEmpty())
                .map(call -> actor(call.split(" +", -1), thread))
                .toList();
    }

    private Actor actor(String[] call, int thread) {
        Method method = operation(call[0]);
        List<Object> arguments = new ArrayList<>();
        int given = 1;
        for (int i = 0; i < method.getParameterCount(); i++) {
            Param param = method.getParameters()[i].getAnnotation(Param.class);
            boolean isThread = param != null && param.name().equals("thread");
            arguments.add(isThread ? thread : Integer.parseInt(call[given++]));
        }
        if (given != call.length) {
            throw new IllegalArgumentException("too many arguments: " + String.join(" ", call));
        }
        return new Actor(method, arguments);
    }

    private Method operation(String name) {
        return Arrays.stream(operations.getMethods())
                .filter(method -> method.isAnnotationPresent(Operation.class))
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        operations + " has no operation " + name));
    }
}
