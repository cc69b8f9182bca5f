// Runs inside a replayed page. Draws the regions that the reading room (and nobody else) asks for, and tells it nothing.
(function () {
  "use strict";
  var room = ROOM_ORIGIN;
  var colours = {
    title: "#d81b60", byline: "#8e24aa", date: "#5e35b1", tags: "#3949ab", body: "#2e7d32", comment: "#ef6c00",
    comment_form: "#f9a825", notice: "#c62828", navigation: "#1565c0", furniture: "#757575"
  };
  var layer = null;

  function find(path) {
    try {
      return document.evaluate(path, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
    } catch (error) {
      return null;
    }
  }

  function draw(regions) {
    if (layer) { layer.remove(); layer = null; }
    if (!regions.length) { return; }
    layer = document.createElement("div");
    layer.style.cssText = "position:absolute;top:0;left:0;width:0;height:0;z-index:2147483647;pointer-events:none";
    regions.forEach(function (region) {
      var node = find(region.path);
      if (!node || !node.getClientRects) { return; }
      var box = node.getBoundingClientRect();
      if (!box.width || !box.height) { return; }
      var mark = document.createElement("div");
      var colour = colours[region.region] || "#757575";
      mark.style.cssText = "position:absolute;box-sizing:border-box;border:2px solid " + colour +
        ";background:" + colour + "22;left:" + (box.left + window.scrollX) + "px;top:" + (box.top + window.scrollY) +
        "px;width:" + box.width + "px;height:" + box.height + "px";
      var label = document.createElement("span");
      label.textContent = region.label;
      label.style.cssText = "position:absolute;right:0;top:0;font:11px/1.4 sans-serif;padding:0 4px;color:#fff;background:" + colour;
      mark.appendChild(label);
      layer.appendChild(mark);
    });
    document.documentElement.appendChild(layer);
  }

  window.addEventListener("message", function (event) {
    if (event.origin === room && event.data && Array.isArray(event.data.oldfaceRegions)) {
      draw(event.data.oldfaceRegions);
    }
  });
})();
