// Clicks the first thing that promises more of the same and was not found to bring nothing; gives its label, or null.
// Left alone: links that lead elsewhere (the crawl follows them), what sends a form, and what acts for a person.
() => {
  const more = new RegExp(
    [
      String.raw`\b(load|show|view|see|display|fetch|expand)\s+(all\s+)?([\d.,]+\s+)?(more|older|previous|earlier|newer|next|hidden|remaining)\b`,
      String.raw`\b(load|show|view|see|read|open|expand|display)\s+((the|all)\s+)*([\d.,]+\s+)?(comments?|replies|responses|discussion|posts)\b`,
      String.raw`^(all\s+)?([\d.,]+\s+)?(more|older|previous|earlier)(\s+(comments?|replies|responses|posts|articles|entries|stories))?\W*$`,
      String.raw`(mehr|weitere|ältere)\s+(\S+\s+)?(laden|anzeigen|kommentare|beiträge)|kommentare\s+(an)?zeigen`,
      String.raw`\b(voir|afficher|charger)\s+(plus|les\s+commentaires|la\s+suite)|\bplus\s+de\s+commentaires`,
      String.raw`\b(ver|mostrar|cargar)\s+(más|los\s+comentarios)|\b(ver|carregar|mostrar)\s+mais`,
      String.raw`\b(mostra|carica)\s+(altri|tutti)|\b(meer|oudere)\s+(\S+\s+)?(laden|tonen|reacties)`,
      String.raw`もっと|更多|показать ещ`,
    ].join('|'),
    'iu',
  );
  const acts = new RegExp(
    String.raw`\b(log\s?in|sign\s?(in|up)|register|subscribe|share|tweet|like|vote|report|delete|remove|cookies?|` +
      String.raw`privacy|settings|buy|cart|pay|less|download|print|follow)\b`,
    'i',
  );
  const tried = (window.__oldfaceTried ??= new WeakMap());
  const size = document.body?.textContent.length ?? 0; // a menu that folds in and out has the same words
  for (const element of document.querySelectorAll('button, [role=button], a, summary, input[type=button]')) {
    const words = element.getAttribute('aria-label') || element.innerText || element.value || '';
    const label = words.trim().replace(/\s+/g, ' ');
    if (!label || label.length > 60 || !more.test(label) || acts.test(label)) continue;
    const href = element.tagName === 'A' ? (element.getAttribute('href') ?? '') : '';
    if (href && !href.startsWith('#') && !/^javascript:/i.test(href)) continue;
    if (element.disabled || (element.form && element.type === 'submit') || !element.getClientRects().length) continue;
    const before = tried.get(element);
    if (before && (before.count >= 10 || before.size === size)) continue; // enough of it, or the last click brought nothing
    tried.set(element, { count: (before?.count ?? 0) + 1, size });
    element.scrollIntoView({ block: 'center' });
    element.click();
    return label;
  }
  return null;
}
