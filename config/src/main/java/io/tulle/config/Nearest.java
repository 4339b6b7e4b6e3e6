package io.tulle.config;

import java.util.Collection;
import java.util.List;

/** Guesses which known word a user meant when he wrote an unknown one. */
final class Nearest
{
    private static final int LONGEST_WORD = 80; // a longer text is no slip of the finger

    private Nearest()
    {
    }

    static String remedy(final String word, final Collection<String> known)
    {
        final String nearest = of(word, known);
        return null == nearest ? "use one of " + String.join(", ", known) : "did you mean " + nearest + "?";
    }

    private static String of(final String word, final Collection<String> known)
    {
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (final String candidate : word.length() > LONGEST_WORD ? List.<String>of() : known)
        {
            final int distance = distance(word, candidate);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Optimal string alignment: insert, delete, replace, swap neighbours. */
    private static int distance(final String a, final String b)
    {
        final int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++)
        {
            for (int j = 0; j <= b.length(); j++)
            {
                d[i][j] = 0 == i || 0 == j ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(final int[][] d, final String a, final String b, final int i, final int j)
    {
        final int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        final int edited = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        final boolean isSwap = i > 1 && j > 1 &&
            a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwap ? Math.min(edited, d[i - 2][j - 2] + 1) : edited;
    }
}
