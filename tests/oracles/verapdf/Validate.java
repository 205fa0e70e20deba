// Validates PDF files with veraPDF, each at the level it claims in its XMP metadata or at a given one.
// One line per file: PASS, FAIL or NONE (claims no level), the level, the file, the failed clauses.
// Exit: 0 none failed, 1 one failed or could not be read, 2 usage.

import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public final class Validate {
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logger.getLogger("").setLevel(Level.OFF);
        List<String> files = new ArrayList<>();
        PDFAFlavour asked = PDFAFlavour.NO_FLAVOUR;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--flavour") && i + 1 < args.length) {
                asked = PDFAFlavour.byFlavourId(args[++i]);
                if (asked == PDFAFlavour.NO_FLAVOUR) {
                    System.err.println("not a level veraPDF knows: " + args[i]);
                    System.exit(2);
                }
            } else {
                files.add(args[i]);
            }
        }
        if (files.isEmpty()) {
            System.err.println("usage: verapdf.sh [--flavour 2a] FILE.pdf...");
            System.exit(2);
        }
        VeraGreenfieldFoundryProvider.initialise();
        boolean failed = false;
        for (String file : files) {
            failed |= !check(out, file, asked);
        }
        System.exit(failed ? 1 : 0);
    }

    /** Prints a line per level claimed; false if one is not kept or the file cannot be read. */
    private static boolean check(PrintStream out, String file, PDFAFlavour asked) {
        try {
            List<PDFAFlavour> levels =
                    asked == PDFAFlavour.NO_FLAVOUR ? claimed(file) : List.of(asked);
            if (levels.isEmpty()) {
                out.println("NONE - " + file);
            }
            boolean good = true;
            for (PDFAFlavour level : levels) {
                good &= validate(out, file, level);
            }
            return good;
        } catch (Exception error) {
            out.println("FAIL - " + file + " unreadable: " + error);
            return false;
        }
    }

    /** The levels that the file's XMP metadata claims: none, one, or one of PDF/A and one of PDF/UA. */
    private static List<PDFAFlavour> claimed(String file) throws Exception {
        try (FileInputStream bytes = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes)) {
            return parser.getFlavours().stream()
                    .filter(level -> level != PDFAFlavour.NO_FLAVOUR)
                    .collect(Collectors.toList());
        }
    }

    private static boolean validate(PrintStream out, String file, PDFAFlavour level)
            throws Exception {
        try (FileInputStream bytes = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, level);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(level, false)) {
            ValidationResult result = validator.validate(parser);
            String line = level.getId() + " " + file;
            out.println(result.isCompliant() ? "PASS " + line : "FAIL " + line + clauses(result));
            return result.isCompliant();
        }
    }

    /** Each failed clause once, with how often it failed and veraPDF's words for it. */
    private static String clauses(ValidationResult result) {
        TreeMap<String, Integer> counted = new TreeMap<>();
        for (TestAssertion test : result.getTestAssertions()) {
            if (test.getStatus() == TestAssertion.Status.FAILED) {
                String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber()
                        + " " + test.getMessage();
                counted.merge(rule, 1, Integer::sum);
            }
        }
        return counted.entrySet().stream()
                .map(each -> "\n    " + each.getValue() + " x " + each.getKey())
                .collect(Collectors.joining());
    }
}
