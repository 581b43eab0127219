# hufu_embed_file(LIST FILE NAME): adds to LIST a source that defines `std::string_view hufu::mock::embedded::NAME()`
# with the contents of FILE. Reconfigures when the file changes.
function(hufu_embed_file list file name)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
  file(READ "${source}" EMBEDDED_TEXT)
  set(EMBEDDED_NAME "${name}")
  set(EMBEDDED_FILE "${file}")
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp")
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed.cpp.in" "${generated}" @ONLY)
  set(${list} ${${list}} "${generated}" PARENT_SCOPE)
endfunction()
