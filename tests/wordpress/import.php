<?php
/*
 * A WordPress folder, the folder of the plugin wordpress-importer and WXR files in; what WordPress has then, as JSON.
 *
 *     php import.php WORDPRESS IMPORTER FILE...
 *
 * It does what an administrator does at Tools, Import: every author is made a user, files are fetched.
 */
[ , $wordpress, $importer ] = $argv;
$files = array_slice( $argv, 3 );

$_SERVER['HTTP_HOST']   = 'localhost';
$_SERVER['REQUEST_URI'] = '/';
define( 'WP_LOAD_IMPORTERS', true );
define( 'WP_IMPORTING', true );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true ); // loopback alone, which the next line lets it ask
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
require "$wordpress/wp-load.php";
require ABSPATH . 'wp-admin/includes/admin.php';
require_once "$importer/wordpress-importer.php";
wp_set_current_user( 1 );
remove_filter( 'the_content', 'wptexturize' ); // WordPress's own curly quotes: what is stored is as it was printed
add_filter( 'http_request_host_is_external', '__return_true' );
// the importer fetches from the ports of the web and 8080; a test has the port it gets
add_filter( 'http_allowed_safe_ports', fn( $ports, $host, $url ) => array( ...$ports, wp_parse_url( $url, PHP_URL_PORT ) ), 10, 3 );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'numberposts' => -1, 'post_status' => 'any' ) ) as $sample ) {
	wp_delete_post( $sample->ID, true );
}

ob_start();
foreach ( $files as $file ) {
	$run                    = new WP_Import();
	$run->fetch_attachments = true;
	$authors                = array_column( $run->parse( $file )['authors'], 'author_login' );
	$known                  = array_map( fn( $login ) => username_exists( $login ) ?: '', $authors );
	$_POST                  = array( 'imported_authors' => $authors, 'user_map' => $known );
	$run->import( $file );
}
$said = trim( strip_tags( str_replace( array( '<br />', '</p>' ), "\n", ob_get_clean() ) ) );

function kept( WP_Post $post ): array {
	$parent = $post->post_parent ? get_post( $post->post_parent ) : null;
	return array(
		'type' => $post->post_type, 'title' => $post->post_title, 'slug' => $post->post_name, 'status' => $post->post_status,
		'date' => $post->post_date, 'gmt' => $post->post_date_gmt, 'excerpt' => $post->post_excerpt,
		'content' => $post->post_content, 'shown' => 'post' === $post->post_type ? apply_filters( 'the_content', $post->post_content ) : '',
		'author' => get_the_author_meta( 'display_name', (int) $post->post_author ), 'comments_open' => $post->comment_status,
		'parent' => $parent ? $parent->post_title : '', 'lead' => wp_get_attachment_url( (int) get_post_thumbnail_id( $post ) ),
		'file' => 'attachment' === $post->post_type ? hash_file( 'sha256', get_attached_file( $post->ID ) ) : '',
		'url' => 'attachment' === $post->post_type ? wp_get_attachment_url( $post->ID ) : '',
		'alt' => get_post_meta( $post->ID, '_wp_attachment_image_alt', true ),
		'source' => get_post_meta( $post->ID, '_oldface_source_url', true ),
		'bylines' => get_post_meta( $post->ID, '_oldface_bylines', true ),
		'terms' => array_map( fn( $term ) => array( $term->taxonomy, $term->name ),
			wp_get_object_terms( $post->ID, array( 'category', 'post_tag' ), array( 'orderby' => 'term_id' ) ) ),
		'comments' => array_map( fn( $one ) => array(
			'author' => $one->comment_author, 'url' => $one->comment_author_url, 'date' => $one->comment_date,
			'content' => $one->comment_content, 'type' => $one->comment_type, 'approved' => $one->comment_approved,
			'answers' => $one->comment_parent ? get_comment( $one->comment_parent )->comment_author : '',
			'subject' => get_comment_meta( $one->comment_ID, '_oldface_subject', true ),
		), get_comments( array( 'post_id' => $post->ID, 'orderby' => 'comment_ID', 'order' => 'ASC', 'status' => 'all' ) ) ),
	);
}

$types = array( 'post', 'page', 'attachment' );
echo wp_json_encode( array(
	'version' => get_bloginfo( 'version' ),
	'said'    => $said,
	'posts'   => array_map( 'kept', get_posts( array( 'post_type' => $types, 'numberposts' => -1, 'post_status' => 'any', 'orderby' => 'ID', 'order' => 'ASC' ) ) ),
	'users'   => array_values( array_diff( wp_list_pluck( get_users(), 'display_name' ), array( get_userdata( 1 )->display_name ) ) ),
	'terms'   => array_map( fn( $term ) => array( $term->taxonomy, $term->name ), get_terms( array( 'taxonomy' => array( 'category', 'post_tag' ), 'hide_empty' => true ) ) ),
	'menus'   => array_map( fn( $menu ) => array( $menu->name, array_map( fn( $item ) => array( $item->title, $item->url, (int) $item->menu_item_parent > 0 ), wp_get_nav_menu_items( $menu ) ) ), wp_get_nav_menus() ),
), JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE );
