package io.tulle.config;

/**
 * Tells a user about something in a topology file that is accepted but does not do what he may expect.
 *
 * @param file    as the user named it.
 * @param line    counted from 1.
 * @param column  counted from 1.
 * @param path    of the key.
 * @param message a clause to be read after the path.
 */
public record Warning(String file, int line, int column, String path, String message)
{
    @Override
    public String toString()
    {
        return Problem.place(file, line, column, path) + message;
    }
}
