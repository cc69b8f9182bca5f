// The region switches beside a replay: sends the chosen regions to the replayed page. All else works without script.
(function () {
  "use strict";
  var frame = document.getElementById("replay");
  var panel = document.getElementById("region-switches");
  var data = document.getElementById("region-data");
  if (!frame || !panel || !data) { return; }
  var regions = JSON.parse(data.textContent);
  var origin = new URL(frame.src).origin;
  panel.hidden = false;

  function send() {
    var chosen = {};
    panel.querySelectorAll("input:checked").forEach(function (box) { chosen[box.value] = true; });
    var shown = regions.filter(function (region) { return chosen[region.region]; });
    frame.contentWindow.postMessage({ oldfaceRegions: shown }, origin);
  }

  panel.addEventListener("change", send);
  frame.addEventListener("load", send);
})();
