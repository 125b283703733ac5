using Microsoft.Playwright;
using NotifyHub.E2E.Clients;

namespace NotifyHub.E2E.Support;

/// <summary>What every page owes to people with a screen reader or a small screen, read from the page itself.</summary>
public static class PageAudit
{
    private const string NamesScript = """
        () => {
          const faults = [];
          const shown = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]");
          const all = selector => [...document.querySelectorAll(selector)].filter(shown);
          const sketch = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);
          const text = element => [...element.childNodes].map(node =>
            node.nodeType === Node.TEXT_NODE ? node.data
              : node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true" || !node.checkVisibility() ? ""
              : node.tagName === "IMG" ? node.alt : text(node)).join(" ");
          const byId = ids => (ids ?? "").split(" ").map(id => document.getElementById(id)?.textContent ?? "").join(" ");
          const given = element => element.getAttribute("aria-label")?.trim() || byId(element.getAttribute("aria-labelledby")).trim() || element.title?.trim();

          if (!document.documentElement.lang) faults.push("The page names no language.");
          if (!document.title.trim()) faults.push("The page has no title.");
          if (document.querySelectorAll("main").length !== 1) faults.push("The page has not exactly one main.");
          if (all("h1").length !== 1) faults.push(`The page has ${all("h1").length} h1.`);
          let level = 0;
          for (const heading of all("h1, h2, h3, h4, h5, h6")) {
            const own = Number(heading.tagName[1]);
            if (own > level + 1) faults.push(`Heading level ${level} is followed by ${own}: ${sketch(heading)}`);
            level = own;
          }
          for (const input of all("input:not([type=hidden]), select, textarea")) {
            if (!given(input) && ![...input.labels].some(label => label.textContent.trim())) faults.push(`No label: ${sketch(input)}`);
          }
          for (const control of all("button, a[href], summary, [role=button]")) {
            if (!given(control) && !text(control).trim()) faults.push(`No name: ${sketch(control)}`);
          }
          for (const image of all("img")) {
            if (!image.hasAttribute("alt")) faults.push(`No alt: ${sketch(image)}`);
          }
          for (const landmark of all("section[aria-labelledby], [role=region], dialog")) {
            if (!given(landmark)) faults.push(`No name: ${sketch(landmark)}`);
          }
          for (const element of document.querySelectorAll("[tabindex]")) {
            if (element.tabIndex > 0) faults.push(`Out of the natural order: ${sketch(element)}`);
          }
          const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
          for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`The id ${id} is there more than once.`);
          return faults;
        }
        """;

    /// <summary>Text whose contrast with what is behind it is under 4.5 (3 for large text): WCAG 2.2, 1.4.3. Backgrounds that are pictures or gradients are left out.</summary>
    private const string ContrastScript = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          const colors = new Map();
          const rgba = color => {
            if (!colors.has(color)) {
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = color;
              canvas.fillRect(0, 0, 1, 1);
              const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
              colors.set(color, [r, g, b, a / 255]);
            }
            return colors.get(color);
          };
          const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
          const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
          const behind = element => {
            const layers = [];
            for (let at = element; at; at = at.parentElement) {
              const style = getComputedStyle(at);
              if (style.backgroundImage !== "none") return null;
              const color = rgba(style.backgroundColor);
              layers.push(color);
              if (color[3] === 1) break;
            }
            return layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255, 1]);
          };
          const faults = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
            if (element.closest("[aria-hidden=true], [aria-disabled=true], :disabled, .visually-hidden, script, style")) continue;
            const style = getComputedStyle(element);
            const back = behind(element);
            if (!back) continue;
            const [a, b] = [luminance(over(rgba(style.color), back)), luminance(back)];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            if (ratio < (large ? 3 : 4.5)) faults.add(`${ratio.toFixed(2)} for "${walker.currentNode.data.trim().slice(0, 40)}" in ${element.tagName.toLowerCase()}.${element.className}`);
          }
          return [...faults];
        }
        """;

    private const string OverflowScript = """
        () => {
          const page = document.scrollingElement;
          const boxes = [[page.scrollWidth, window.innerWidth], ...[...document.querySelectorAll("main")].map(main => [main.scrollWidth, main.clientWidth])];
          return boxes.filter(([content, room]) => content > room).slice(0, 1).map(([content, room]) => `Content of ${content} px in ${room} px scrolls sideways.`);
        }
        """;

    /// <summary>What axe-core calls serious or critical, by the rules of WCAG 2.2 A and AA and its own best practices.</summary>
    private const string AxeScript = """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ["violations"] });
          return violations.filter(rule => rule.impact === "serious" || rule.impact === "critical")
            .flatMap(rule => rule.nodes.map(node => `${rule.id} (${rule.impact}): ${node.html.slice(0, 160)}`));
        }
        """;

    private static readonly Lazy<Task<string>> Axe = new(async () => await (await NodePackage.InstallAsync("axe")).ReadAsync("node_modules/axe-core/axe.min.js"));

    /// <summary>What is wrong with the page as it stands, in its theme and width of this moment: headings, names, contrast, sideways scrolling.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page) =>
        [.. await page.EvaluateAsync<string[]>(NamesScript), .. await page.EvaluateAsync<string[]>(ContrastScript), .. await page.EvaluateAsync<string[]>(OverflowScript)];

    /// <summary>What axe-core finds serious or critical on the page as it stands.</summary>
    public static async Task<IReadOnlyList<string>> AxeFaultsAsync(IPage page)
    {
        // Not a script element: the page's content policy would rightly refuse it.
        if (!await page.EvaluateAsync<bool>("() => typeof axe === 'object'"))
        {
            await page.EvaluateAsync(await Axe.Value);
        }
        return await page.EvaluateAsync<string[]>(AxeScript);
    }
}
