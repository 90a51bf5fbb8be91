package dev.caravan.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * The output for the user, and questions.
 *
 * @param out receives the output
 * @param in has the answers
 * @param agreed whether the user has agreed beforehand
 */
public record Dialogue(PrintWriter out, BufferedReader in, boolean agreed) {

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Asks whether to go on, and throws an exception unless the user types the word. */
    void ask(String question, String word) throws DeployException {
        if (agreed) {
            return;
        }
        out.print(question + " Type " + word + " to continue: ");
        out.flush();
        String answer;
        try {
            answer = in.readLine();
        } catch (IOException e) {
            throw new DeployException("the answer can't be read: " + e.getMessage(), e);
        }
        if (answer == null) {
            out.println();
            throw new DeployException("no terminal to ask; --yes agrees in advance. Nothing is changed");
        }
        if (!answer.strip().equals(word)) {
            throw new DeployException("stopped. Nothing is changed");
        }
    }
}
