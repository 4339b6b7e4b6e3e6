# Draws ratios to the kernel bridge as bars. Reads lines "contender measure ratio title"; writes an SVG for light and dark pages.
BEGIN {
    split("tcp1 tcp8 frames ping", measures)
    caption["tcp1"] = "TCP, one stream (longer is better)"
    caption["tcp8"] = "TCP, eight streams (longer is better)"
    caption["frames"] = "60-byte frames a second (longer is better)"
    caption["ping"] = "ping round trip (shorter is better)"
    left = 190; width = 420; bar = 16; gap = 4; group = 30
}
{
    if (!($1 in title)) order[++count] = $1
    ratio[$1, $2] = $3
    name = $4
    for (i = 5; i <= NF; i++) name = name " " $i
    title[$1] = name
}
END {
    height = 44 + 4 * (group + count * (bar + gap) + 8)
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\" height=\"%d\" viewBox=\"0 0 720 %d\" role=\"img\">\n", height, height
    print "<title>Tulle and its peers as ratios to the kernel bridge</title>"
    print "<style>text{font:13px sans-serif;fill:#24292f}.small{font-size:12px}.head{font-weight:600}.bar{fill:#9aa4af}.tulle{fill:#0f766e}"
    print ".one{stroke:#57606a;stroke-dasharray:3 3}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}.tulle{fill:#2dd4bf}"
    print ".one{stroke:#9198a1}}</style>"
    print "<text class=\"head\" x=\"8\" y=\"20\">Two containers: ratio to the kernel bridge (dashed line: 1)</text>"
    y = 34
    for (m = 1; m <= 4; m++) {
        most = 1
        for (c = 1; c <= count; c++) if (ratio[order[c], measures[m]] > most) most = ratio[order[c], measures[m]]
        printf "<text class=\"small head\" x=\"8\" y=\"%d\">%s</text>\n", y + 20, caption[measures[m]]
        y += group
        top = y
        for (c = 1; c <= count; c++) {
            value = ratio[order[c], measures[m]]
            long = value / most * width
            printf "<text class=\"small\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left - 8, y + 13, title[order[c]]
            printf "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n", (order[c] == "tulle" ? "tulle" : "bar"), left, y, long, bar
            printf "<text class=\"small\" x=\"%.1f\" y=\"%d\">%.2f</text>\n", left + long + 6, y + 13, value
            y += bar + gap
        }
        printf "<line class=\"one\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", left + width / most, left + width / most, top - 3, y
        y += 8
    }
    print "</svg>"
}
